// A data root on the disk, gone with the object.
#pragma once

#include <unistd.h>

#include <memory>
#include <string>

#include "bench_parts.h"
#include "sys/env.h"

namespace flowtime::bench {

class BenchRoot {
 public:
  BenchRoot() {
    char pattern[] = "/tmp/ft_bench_XXXXXX";
    path_ = ::mkdtemp(pattern);
    env_ = posix_env(path_);
  }
  BenchRoot(const BenchRoot&) = delete;
  BenchRoot& operator=(const BenchRoot&) = delete;
  ~BenchRoot() { must(posix_env("/tmp")->remove_tree(path_.substr(5))); }
  Env& env() const { return *env_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::unique_ptr<Env> env_;
};

}  // namespace flowtime::bench
