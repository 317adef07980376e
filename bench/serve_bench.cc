#include "serve_bench.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "child.h"
#include "served_program.h"

namespace flowtime::bench {
namespace {

using Seconds = std::chrono::duration<double>;

struct Rate {
  double per_second = 0, processor_ms = 0;
  long refused = 0;
};

// Eight clients who post one template for three seconds; each run gets an id of its own.
Rate posts(const std::string& program, const std::string& data_dir) {
  constexpr double kLasts = 3;
  const std::string body = R"({"templateId":"order-system","mode":"simulation"})";
  const ServedProgram server(program, data_dir);
  Client(server.port()).ask("/v1/runs", body);
  std::atomic<long> made{0}, refused{0};
  const double before = server.processor_ms();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      Client client(server.port());
      while (Seconds(std::chrono::steady_clock::now() - begin).count() < kLasts) {
        ++(client.ask("/v1/runs", body) >= 0 ? made : refused);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  const double seconds = Seconds(std::chrono::steady_clock::now() - begin).count();
  const double count = static_cast<double>(made);
  return {count / seconds, (server.processor_ms() - before) / count, refused};
}

void bench_posts(const std::string& program, const std::string& where, double least,
                 Targets& targets) {
  const std::string data = where + "/ft_bench_posts_" + std::to_string(getpid());
  const Rate rate = posts(program, data);
  std::filesystem::remove_all(data);
  std::printf("  %-12s %8.0f/s   %.2f ms of the processor each, so at most %.0f/s on %u%s\n",
              where.c_str(), rate.per_second, rate.processor_ms,
              1000 / rate.processor_ms * std::thread::hardware_concurrency(),
              std::thread::hardware_concurrency(), rate.refused > 0 ? "; SOME WERE REFUSED" : "");
  targets.at_least("durable POST of order-system below " + where, rate.per_second, least, "/s");
}

// Processor time of the server for one answer, of many about different bins, and its size.
struct Answer {
  double processor_ms = 0;
  long bytes = 0;
};
Answer state_of(const ServedProgram& server, const std::string& more) {
  constexpr int kAsked = 200;
  Client client(server.port());
  const auto target = [&](int bin) {
    return "/v1/runs/day/state?binIndex=" + std::to_string(bin) + more;
  };
  Answer answer{.processor_ms = 0, .bytes = client.ask(target(0))};
  const double before = server.processor_ms();
  for (int i = 0; i < kAsked; ++i) client.ask(target(i));
  answer.processor_ms = (server.processor_ms() - before) / kAsked;
  return answer;
}

void print(const char* what, const Answer& answer) {
  std::printf("  %-34s %6.2f ms of the processor, %.2f MB\n", what, answer.processor_ms,
              static_cast<double>(answer.bytes) / 1e6);
}

void bench_large_state(const std::string& program, Targets& targets) {
  BenchRoot root;
  must(root.env().write_file("day.yaml", chain_model(1000, 288)));
  const auto store = [&] {
    become(program,
           {"run", root.path() + "/day.yaml", "--run-id", "day", "--csv", "off", "--data-dir",
            root.path() + "/data"},
           "/dev/null");
  };
  if (!in_child(store).done) return;
  const ServedProgram server(program, root.path() + "/data");
  const Answer all = state_of(server, ""), bin = state_of(server, "&detail=bin");
  std::printf("\nserve, the state of 1,000 nodes in one bin\n");
  print("all there is", all);
  print("detail=bin", bin);
  targets.at_most("state of 1,000 nodes, detail=bin", bin.processor_ms, 3, "ms");
  targets.at_most("state of 1,000 nodes, detail=bin: MB", static_cast<double>(bin.bytes) / 1e6, 0.7,
                  "");
  targets.at_most("state of 1,000 nodes, all there is", all.processor_ms, 3, "ms");
}

}  // namespace

void bench_serve(const std::string& bench, Targets& targets) {
  const std::string program = program_beside(bench);
  std::printf("\nserve, durable POST /v1/runs of order-system, 8 clients for 3 s\n");
  bench_posts(program, "/dev/shm", 400, targets);
  bench_posts(program, "/tmp", 250, targets);
  bench_large_state(program, targets);
}

}  // namespace flowtime::bench
