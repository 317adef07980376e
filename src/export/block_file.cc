#include "export/block_file.h"

namespace flowtime {
namespace {

constexpr std::size_t kBlockBytes = 1u << 20;

}  // namespace

Result<Done> BlockFile::flush_when_full() {
  if (text_.size() < kBlockBytes) return Done{};
  return flush();
}

// Synced before the caller names the export as made.
Result<Done> BlockFile::finish() {
  FT_RETURN_IF_PROBLEM(flush());
  return file_->sync_data();
}

Result<Done> BlockFile::flush() {
  FT_RETURN_IF_PROBLEM(file_->write_at(written_, text_));
  written_ += text_.size();
  text_.clear();
  return Done{};
}

}  // namespace flowtime
