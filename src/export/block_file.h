// Bytes that go to a file block by block, with the memory of one block.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Append to text(), then call flush_when_full(), which writes from 1 MiB on. Not thread safe.
// Without finish() the last block is lost.
class BlockFile {
 public:
  explicit BlockFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  // What waits to be written; valid until the next flush.
  std::string& text() { return text_; }
  // How many bytes there are so far, those that wait included.
  std::uint64_t size() const { return written_ + text_.size(); }
  Result<Done> flush_when_full();
  // Writes what waits and syncs the file. Problems: io codes.
  Result<Done> finish();

 private:
  Result<Done> flush();
  std::unique_ptr<File> file_;
  std::string text_;
  std::uint64_t written_ = 0;
};

}  // namespace flowtime
