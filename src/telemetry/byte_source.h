// Text that comes piece by piece: a file, an upload, an answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Read once, from front to back; sizes of pieces mean nothing.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next piece, valid until the next call; empty at the end. Problems: io codes.
  virtual Result<std::string_view> next() = 0;
};

// A text in memory, which outlives the source.
// One piece. A view of the text, not a copy.
std::unique_ptr<ByteSource> text_source(std::string_view text);
// From the beginning of the file, in pieces of 256 KiB.
std::unique_ptr<ByteSource> file_source(std::unique_ptr<File> file);

// Lines of a source, without their ends (LF or CRLF) and without a BOM.
// Memory: one piece and the line that is read. Refers to the source, which outlives it.
class LineReader {
 public:
  // A longer line is refused, so that memory stays bounded whatever is read.
  static constexpr std::size_t kMaxLine = 1u << 20;

  LineReader(ByteSource& source, std::string file) : source_(source), file_(std::move(file)) {}
  // False at the end. `line` is valid until the next call. Problems: import_line_too_long, io
  // codes.
  Result<bool> next(std::string_view& line);
  int number() const { return number_; }  // of the line read last; counts from 1
  const std::string& file() const { return file_; }
  // Reads the coming lines, at most `lines` and about `bytes`, which next() gives again.
  // The last may be cut.
  // Does not change number().
  Result<std::vector<std::string>> peek(std::size_t lines, std::size_t bytes);
  // Everything that is left, at most `most` bytes. Problem import_too_large.
  Result<std::string> rest(std::size_t most);

 private:
  Result<bool> fill();

  ByteSource& source_;
  std::string file_;
  std::string buffer_;
  std::size_t at_ = 0;
  int number_ = 0;
  bool ended_ = false, started_ = false;
};

// The problem at the line that was read last, or at the first one before any was.
// A copy of the problem with file and line; column 1.
Problem at_line(const LineReader& lines, Problem problem);

// A problem at a line of the reader.
// `column` counts from 1.
Problem import_problem(const LineReader& lines, const char* code, std::string message,
                       std::string remedy, int column = 1);

}  // namespace flowtime
