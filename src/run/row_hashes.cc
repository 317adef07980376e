#include "run/row_hashes.h"

#include <utility>

#include "base/check.h"
#include "sys/sha256_rows.h"

namespace flowtime {
namespace {

std::string tagged(Sha256& hash) { return "sha256:" + hash.finish_hex(); }

}  // namespace

void RowHashes::add(std::uint64_t row, std::string_view bytes) {
  Row& added = rows_[static_cast<std::size_t>(row)];
  added.bytes += bytes.size();
  FT_CHECK(added.bytes <= row_bytes_);
  // A whole row in one piece, as large tiles bring it: no context of its own.
  if (bytes.size() == row_bytes_) {
    whole_.update(bytes);
    added.hash = tagged(whole_);
    return;
  }
  if (!added.begun) added.begun.emplace();
  added.begun->update(bytes);
  if (added.bytes < row_bytes_) return;
  added.hash = tagged(*added.begun);
  added.begun.reset();
}

void RowHashes::add_all(std::string_view bytes) {
  FT_CHECK(bytes.size() == rows_.size() * row_bytes_);
  if (bytes.empty()) return;
  std::vector<std::string> hashes = sha256_tagged_rows(bytes, static_cast<std::size_t>(row_bytes_));
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    rows_[row].bytes = row_bytes_;
    rows_[row].hash = std::move(hashes[row]);
  }
}

std::vector<std::string> RowHashes::finish() {
  std::vector<std::string> hashes;
  hashes.reserve(rows_.size());
  for (Row& row : rows_) {
    FT_CHECK(row.bytes == row_bytes_);
    // Rows of no bins have the hash of nothing; add() is never called for them.
    hashes.push_back(row_bytes_ == 0 ? tagged(whole_) : std::move(row.hash));
  }
  return hashes;
}

std::string hash_of_rows(const std::vector<std::string>& row_hashes) {
  Sha256 hash;
  for (const std::string& row : row_hashes) {
    hash.update(row);
    hash.update("\n");
  }
  return tagged(hash);
}

}  // namespace flowtime
