// Processes beside the bench: what they take, and the program as its users start it.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace flowtime::bench {

struct Spent {
  double wall = 0, processor = 0;  // ms
  bool done = false;
  double peak_mb = 0;
};

// What a process that does `work` takes from its start to its end.
Spent in_child(const std::function<void()>& work);

// The program that was built beside ft_bench, whose own path this is.
std::string program_beside(const std::string& bench);

// Becomes `program` with these arguments; standard output goes to the file `out`. For in_child.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const std::string& out);

}  // namespace flowtime::bench
