// Bytes that go to a file block by block, with the memory of one block.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

class BlockFile {
 public:
  explicit BlockFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  std::string& text() { return text_; }
  // How many bytes there are so far, those that wait included.
  std::uint64_t size() const { return written_ + text_.size(); }
  Result<Done> flush_when_full();
  Result<Done> finish();

 private:
  Result<Done> flush();
  std::unique_ptr<File> file_;
  std::string text_;
  std::uint64_t written_ = 0;
};

}  // namespace flowtime
