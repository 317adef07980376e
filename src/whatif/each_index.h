// Work divided among threads in a fixed way.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace flowtime::whatif {

// work(i) for i in [0, count); thread t does t, t + threads, ... `work` does not throw and writes
// only what belongs to its index.
// Returns when all work is done. Starts threads of its own: for work of milliseconds and more.
template <class Work>
void each_index(std::size_t count, int threads, const Work& work) {
  const auto workers = std::min(count, static_cast<std::size_t>(threads > 1 ? threads : 1));
  const auto share = [&](std::size_t thread) {
    for (std::size_t i = thread; i < count; i += workers) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < workers; ++thread) others.emplace_back(share, thread);
  share(0);
}

}  // namespace flowtime::whatif
