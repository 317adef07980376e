#include "child.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

namespace flowtime::bench {
namespace {

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace

Spent in_child(const std::function<void()>& work) {
  std::fflush(stdout);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), status == 0,
          static_cast<double>(usage.ru_maxrss) / 1024};
}

std::string program_beside(const std::string& bench) {
  return (std::filesystem::path(bench).parent_path() / ".." / "flowtime").string();
}

void become(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& out) {
  std::vector<char*> words{const_cast<char*>("flowtime")};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  dup2(open(out.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644), STDOUT_FILENO);
  dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
  execv(program.c_str(), words.data());
  _exit(127);
}

}  // namespace flowtime::bench
