// A server over a data root in memory, whose clock stands still.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "http_client.h"
#include "http_server.h"
#include "sys/memory_env.h"

namespace flowtime::test {

// Waits for what another thread is about to bring about; a minute is for ever.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

class HttpTest : public ::testing::Test {
 protected:
  explicit HttpTest(api::AccessRules rules = {}) : server_(ServeSettings{env_, log_}, rules) {}

  HttpAnswer get(std::string_view target, const std::vector<std::string>& fields = {}) {
    return http_request(server_.port(), "GET", target, "", fields);
  }
  HttpAnswer post(std::string_view target, std::string_view body,
                  const std::vector<std::string>& fields = {}) {
    return http_request(server_.port(), "POST", target, body, fields);
  }
  // A stored run with this id.
  void make_run(const std::string& id) {
    const std::string body =
        R"({"model":")" + escaped(kModel) + R"(","options":{"runId":")" + id + R"("}})";
    const HttpAnswer answer = post("/v1/runs", body);
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  static std::string escaped(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
      text.replace(at, 1, "\\n");
    }
    return text;
  }
  static constexpr const char* kModel =
      "schemaVersion: 1\n"
      "grid: {bins: 4, binSize: 1, binUnit: hours}\n"
      "nodes:\n"
      "- {id: in, kind: const, values: [10]}\n"
      "- {id: out, kind: const, values: [3]}\n"
      "- {id: q, kind: serviceWithBuffer, inflow: in, outflow: out}\n";

  MemoryEnv env_;
  MemoryLogSink log_;
  HttpServer server_;
};

}  // namespace flowtime::test
