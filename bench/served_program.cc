#include "served_program.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace flowtime::bench {
namespace {

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "ft_bench: %s\n", why);
  std::exit(1);
}

// The number after "http://127.0.0.1:" in what the server prints.
int port_printed(int out) {
  std::string text;
  char byte = 0;
  const std::string before = "http://127.0.0.1:";
  while (read(out, &byte, 1) == 1) {
    text += byte;
    const std::size_t at = text.find(before);
    if (byte == '\n' && at != std::string::npos)
      return std::atoi(text.c_str() + at + before.size());
  }
  give_up("flowtime serve did not start");
}

long length_of(const std::string& head) {
  for (const char* name : {"Content-Length: ", "content-length: "}) {
    const std::size_t at = head.find(name);
    if (at != std::string::npos) return std::atol(head.c_str() + at + 16);
  }
  give_up("an answer has no length");
}

}  // namespace

ServedProgram::ServedProgram(const std::string& program, const std::string& data_dir) {
  std::fflush(stdout);
  int out[2];
  if (pipe(out) != 0) give_up("no pipe");
  process_ = fork();
  if (process_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    execl(program.c_str(), "flowtime", "serve", "--listen", "127.0.0.1:0", "--quiet", "--data-dir",
          data_dir.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(out[1]);
  port_ = port_printed(out[0]);
  close(out[0]);
}

ServedProgram::~ServedProgram() {
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

double ServedProgram::processor_ms() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string word;
  std::getline(file, word, ')');
  double ticks = 0;
  for (int field = 3; field <= 15 && file >> word; ++field) {
    if (field >= 14) ticks += std::atof(word.c_str());
  }
  return ticks * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Client::Client(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int at_once = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    give_up("the server does not take connections");
  }
}

Client::~Client() { close(socket_); }

long Client::ask(const std::string& target, const std::string& body) {
  std::ostringstream request;
  request << (body.empty() ? "GET " : "POST ") << target << " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  if (!body.empty()) {
    request << "Content-Type: application/json\r\nContent-Length: " << body.size() << "\r\n";
  }
  request << "\r\n" << body;
  const std::string text = request.str();
  if (send(socket_, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) {
    give_up("a request could not be sent");
  }
  std::string answer;
  std::size_t head = std::string::npos;
  long wanted = -1;
  char block[1 << 16];
  while (wanted < 0 || static_cast<long>(answer.size() - head) < wanted) {
    const ssize_t count = recv(socket_, block, sizeof block, 0);
    if (count <= 0) give_up("the server went away");
    answer.append(block, static_cast<std::size_t>(count));
    if (wanted >= 0 || (head = answer.find("\r\n\r\n")) == std::string::npos) continue;
    head += 4;
    wanted = length_of(answer.substr(0, head));
  }
  return answer.compare(9, 1, "2") == 0 ? wanted : -1;
}

}  // namespace flowtime::bench
