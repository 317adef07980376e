// `flowtime serve` in a process of its own, asked over loopback.
#pragma once

#include <sys/types.h>

#include <string>

namespace flowtime::bench {

class ServedProgram {
 public:
  // A server on a free port; returns once it listens.
  ServedProgram(const std::string& program, const std::string& data_dir);
  ServedProgram(const ServedProgram&) = delete;
  ServedProgram& operator=(const ServedProgram&) = delete;
  ~ServedProgram();
  int port() const { return port_; }
  double processor_ms() const;  // that it has taken so far

 private:
  pid_t process_ = 0;
  int port_ = 0;
};

// One connection that is kept: requests one after the other.
class Client {
 public:
  explicit Client(int port);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();
  // Sends a GET, or a POST of JSON; returns the bytes of the body that came, -1 when the status is
  // not one of success. Ends the bench when the server is gone.
  long ask(const std::string& target, const std::string& body = "");

 private:
  int socket_;
};

}  // namespace flowtime::bench
