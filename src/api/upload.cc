#include "api/upload.h"

#include <algorithm>

namespace flowtime::api {
namespace {

constexpr const char* kUploadedFile = "/body";

}  // namespace

Result<Done> Upload::open() {
  FT_TRY(scratch_, ScratchDirectory::open(env_, "upload"));
  FT_TRY(file_, env_.open_file(scratch_->path() + kUploadedFile, OpenMode::kCreate));
  return Done{};
}

// What the reader would refuse in the end need not be sent to its end.
Result<Done> Upload::check_lines(std::string_view piece) {
  const std::size_t last = piece.rfind('\n');
  if (last == std::string_view::npos) {
    line_bytes_ += piece.size();
  } else {
    line_ += static_cast<int>(std::count(piece.begin(), piece.end(), '\n'));
    line_bytes_ = piece.size() - last - 1;
  }
  if (line_bytes_ <= LineReader::kMaxLine) return Done{};
  return Problem{
      .code = "import_line_too_long",
      .message = "the line has more than " + std::to_string(LineReader::kMaxLine) + " bytes",
      .remedy = "Give a text file with one row per line.",
      .where = {line_, 1}};
}

Result<Done> Upload::write(std::string_view piece) {
  FT_RETURN_IF_PROBLEM(check_lines(piece));
  if (!all_->take(piece.size())) {
    return Problem{.code = "uploads_full",
                   .message = "the uploads that the server is storing take " +
                              std::to_string(http::kMaxUploadsBytes) + " bytes already",
                   .remedy = "Send it again later."};
  }
  bytes_ += piece.size();
  if (file_ == nullptr) FT_RETURN_IF_PROBLEM(open());
  return file_->write_at(bytes_ - piece.size(), piece);
}

Result<std::unique_ptr<ByteSource>> Upload::read() const {
  if (scratch_ == nullptr) return text_source("");
  FT_TRY(auto file, env_.open_file(scratch_->path() + kUploadedFile, OpenMode::kRead));
  return file_source(std::move(file));
}

}  // namespace flowtime::api
