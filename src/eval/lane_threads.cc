#include "eval/lane_threads.h"

#ifndef __wasi__
#include <thread>
#include <vector>
#endif

namespace flowtime::eval {

#ifdef __wasi__

void run_shares(int count, const std::function<void(std::int64_t)>& share) {
  for (int i = 0; i < count; ++i) share(i);
}

#else

void run_shares(int count, const std::function<void(std::int64_t)>& share) {
  std::vector<std::thread> workers;
  for (int i = 1; i < count; ++i) workers.emplace_back(share, i);
  share(0);
  for (std::thread& worker : workers) worker.join();
}

#endif

}  // namespace flowtime::eval
