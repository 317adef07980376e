// ClientObserver: work for an answer stops when the client that waits for it has left.
#pragma once

#include "host/stage.h"
#include "http/request.h"

namespace flowtime::api {

class ClientObserver : public RunObserver {
 public:
  // `request` outlives the observer.
  explicit ClientObserver(const http::Request& request) : request_(request) {}
  bool stop_requested() override { return request_.client_gone && *request_.client_gone; }

 private:
  const http::Request& request_;
};

}  // namespace flowtime::api
