// ClientObserver: work for an answer stops when the client that waits for it has left.
#pragma once

#include "host/stage.h"
#include "http/request.h"

namespace flowtime::api {

// Asked between tiles and between points of a study, so an answer that is not wanted costs little.
// Threads: any; the flag is set by the I/O thread.
class ClientObserver : public RunObserver {
 public:
  // `request` outlives the observer.
  explicit ClientObserver(const http::Request& request) : request_(request) {}
  bool stop_requested() override { return request_.client_gone && *request_.client_gone; }

 private:
  const http::Request& request_;
};

}  // namespace flowtime::api
