// How the system reads a mapped file from the disk.
#pragma once

#include <cstddef>

namespace flowtime {

// While it lives, a page of the mapped bytes that is not in memory comes alone, without the pages
// around it: for reading a little here and there. Bytes that are not a mapped file are left as they
// are. Threads may overlap; the last to end decides, which costs speed at most.
class NoReadAhead {
 public:
  // The bytes stay mapped as long as the object lives.
  NoReadAhead(const void* first, std::size_t bytes);
  NoReadAhead(const NoReadAhead&) = delete;
  NoReadAhead& operator=(const NoReadAhead&) = delete;
  ~NoReadAhead();

 private:
  void* first_;
  std::size_t bytes_;
};

}  // namespace flowtime
