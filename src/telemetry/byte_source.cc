#include "telemetry/byte_source.h"

#include <algorithm>
#include <utility>

namespace flowtime {
namespace {

constexpr std::size_t kPiece = 1u << 18;

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  Result<std::string_view> next() override {
    const std::string_view piece = text_.substr(0, kPiece);
    text_.remove_prefix(piece.size());
    return piece;
  }

 private:
  std::string_view text_;
};

class FileSource : public ByteSource {
 public:
  explicit FileSource(std::unique_ptr<File> file) : file_(std::move(file)), piece_(kPiece, '\0') {}
  Result<std::string_view> next() override {
    FT_TRY(const std::size_t got, file_->read_at(at_, piece_));
    at_ += got;
    return std::string_view(piece_).substr(0, got);
  }

 private:
  std::unique_ptr<File> file_;
  std::string piece_;
  std::uint64_t at_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> text_source(std::string_view text) {
  return std::make_unique<TextSource>(text);
}

std::unique_ptr<ByteSource> file_source(std::unique_ptr<File> file) {
  return std::make_unique<FileSource>(std::move(file));
}

// False when there is nothing more.
Result<bool> LineReader::fill() {
  if (ended_) return false;
  // Once per piece, not per line.
  buffer_.erase(0, at_);
  at_ = 0;
  FT_TRY(std::string_view piece, source_.next());
  ended_ = piece.empty();
  if (!started_ && !piece.empty()) {
    started_ = true;
    // Only the first piece can have a mark.
    if (piece.starts_with("\xef\xbb\xbf")) piece.remove_prefix(3);
  }
  buffer_.append(piece);
  return !ended_;
}

Result<bool> LineReader::next(std::string_view& line) {
  std::size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos) {
    // Checked before more is read: a file without line ends must not fill the memory.
    if (buffer_.size() - at_ > kMaxLine) {
      ++number_;
      return import_problem(*this, "import_line_too_long",
                            "the line has more than " + std::to_string(kMaxLine) + " bytes",
                            "Give a text file with one row per line.");
    }
    const std::size_t seen = buffer_.size() - at_;
    FT_TRY(const bool more, fill());
    if (!more) break;
    // Only what is new is searched.
    end = buffer_.find('\n', at_ + seen);
  }
  // A last line without a line end is a line.
  if (end == std::string::npos && at_ == buffer_.size()) return false;
  const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
  line = std::string_view(buffer_).substr(at_, stop - at_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  at_ = end == std::string::npos ? stop : stop + 1;
  ++number_;
  return true;
}

Result<std::vector<std::string>> LineReader::peek(std::size_t lines, std::size_t bytes) {
  std::vector<std::string> seen;
  while (buffer_.size() - at_ < bytes) {
    FT_TRY(const bool more, fill());
    if (!more) break;
  }
  std::size_t at = at_;
  while (seen.size() < lines && at < buffer_.size()) {
    const std::size_t end = buffer_.find('\n', at);
    if (end == std::string::npos && !ended_ && !seen.empty()) break;
    std::string line = buffer_.substr(at, end == std::string::npos ? end : end - at);
    if (line.ends_with('\r')) line.pop_back();
    seen.push_back(std::move(line));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return seen;
}

Result<std::string> LineReader::rest(std::size_t most) {
  for (;;) {
    if (buffer_.size() - at_ > most) {
      return Problem{
          .code = "import_too_large",
          .message = "the file '" + file_ + "' has more than " + std::to_string(most) + " bytes",
          .remedy = "Give less at a time.",
          .file = file_};
    }
    FT_TRY(const bool more, fill());
    if (!more) break;
  }
  std::string text = buffer_.substr(at_);
  at_ = buffer_.size();
  return text;
}

Problem at_line(const LineReader& lines, Problem problem) {
  problem.where = {std::max(1, lines.number()), 1};
  problem.file = lines.file();
  return problem;
}

Problem import_problem(const LineReader& lines, const char* code, std::string message,
                       std::string remedy, int column) {
  return {.code = code,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .where = {lines.number(), column},
          .file = lines.file()};
}

}  // namespace flowtime
