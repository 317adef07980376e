#include "run/write_series.h"

#include <algorithm>

#include "run/bundle_paths.h"
#include "series/series_csv.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::size_t kPendingValues = std::size_t{1} << 17;  // 1 MiB
constexpr std::uint64_t kBlockBins = 1 << 16;

// Reads the matrix in order, hashing it on the way.
class MatrixReader {
 public:
  MatrixReader(std::unique_ptr<File> file, ValuesMatrix shape)
      : file_(std::move(file)), shape_(shape) {}

  // The next `count` bins of `row`, valid until the next call.
  Result<std::span<const double>> read(std::uint64_t row, std::uint64_t first_bin,
                                       std::uint64_t count) {
    block_.resize(static_cast<std::size_t>(count));
    const std::span<char> bytes = as_writable_bytes(block_);
    FT_TRY(const std::size_t got, file_->read_at(shape_.offset(row, first_bin), bytes));
    if (got != bytes.size()) {
      return damaged_problem(bundle::kValues, "became shorter while the run was written");
    }
    hash_.update({bytes.data(), bytes.size()});
    return std::span<const double>(block_);
  }
  std::string hash() { return "sha256:" + hash_.finish_hex(); }

 private:
  std::unique_ptr<File> file_;
  ValuesMatrix shape_;
  std::vector<double> block_;
  Sha256 hash_;
};

// One CSV file, written block by block.
class CsvFile {
 public:
  CsvFile(std::string path, std::unique_ptr<File> file)
      : path_(std::move(path)), file_(std::move(file)) {}
  Result<Done> append(std::string_view bytes) {
    FT_RETURN_IF_PROBLEM(file_->write_at(bytes_, bytes));
    hash_.update(bytes);
    bytes_ += bytes.size();
    return Done{};
  }
  ManifestFile finish() { return {path_, bytes_, "sha256:" + hash_.finish_hex()}; }

 private:
  std::string path_;
  std::unique_ptr<File> file_;
  std::uint64_t bytes_ = 0;
  Sha256 hash_;
};

class SeriesWriter {
 public:
  SeriesWriter(BundleFiles& files, MatrixReader reader, ValuesMatrix shape)
      : files_(files), reader_(std::move(reader)), shape_(shape) {}

  // Returns the hash of the row's CSV, empty without a path.
  Result<std::string> write_row(std::uint64_t row, const std::string& path) {
    FT_RETURN_IF_PROBLEM(files_.check_stop());
    if (path.empty()) {
      FT_RETURN_IF_PROBLEM(each_block(
          row, [](std::uint64_t, std::span<const double>) { return Result<Done>(Done{}); }));
      return std::string();
    }
    FT_TRY(auto opened, files_.env().open_file(files_.full(path), OpenMode::kCreate));
    CsvFile csv(path, std::move(opened));
    FT_RETURN_IF_PROBLEM(each_block(row, [&](std::uint64_t bin, std::span<const double> values) {
      return csv.append(rows_.format(static_cast<std::int64_t>(bin), values));
    }));
    ManifestFile written = csv.finish();
    files_.add(written);
    return written.hash;
  }
  std::string matrix_hash() { return reader_.hash(); }

 private:
  template <class Action>
  Result<Done> each_block(std::uint64_t row, Action action) {
    for (std::uint64_t bin = 0; bin < shape_.bins; bin += kBlockBins) {
      if (bin > 0) FT_RETURN_IF_PROBLEM(files_.check_stop());
      const std::uint64_t count = std::min(kBlockBins, shape_.bins - bin);
      FT_TRY(const std::span<const double> values, reader_.read(row, bin, count));
      FT_RETURN_IF_PROBLEM(action(bin, values));
    }
    return Done{};
  }

  BundleFiles& files_;
  MatrixReader reader_;
  ValuesMatrix shape_;
  SeriesCsvBlock rows_;
};

}  // namespace

MatrixWriter::MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape)
    : file_(std::move(file)), shape_(shape) {}

Result<Done> MatrixWriter::write(const SeriesTile& tile) {
  FT_CHECK(tile.series.size() == shape_.rows);
  FT_CHECK(tile.first_bin >= 0 && tile.bins >= 0);
  const auto first_bin = static_cast<std::uint64_t>(tile.first_bin);
  FT_CHECK(first_bin + static_cast<std::uint64_t>(tile.bins) <= shape_.bins);
  for (std::uint32_t row = 0; row < tile.series.size(); ++row) {
    const bool all_finite = tile.all_finite.empty() ? false : tile.all_finite[row] != 0;
    FT_RETURN_IF_PROBLEM(append(shape_.offset(row, first_bin), tile[SeriesIndex{row}], all_finite));
  }
  return flush();
}

Result<Done> MatrixWriter::append(std::uint64_t offset, std::span<const double> values,
                                  bool all_finite) {
  const bool adjacent = offset == pending_offset_ + pending_.size() * sizeof(double);
  if (!adjacent || pending_.size() + values.size() > kPendingValues) FT_RETURN_IF_PROBLEM(flush());
  if (pending_.empty()) pending_offset_ = offset;
  const std::size_t begin = pending_.size();
  pending_.insert(pending_.end(), values.begin(), values.end());
  if (all_finite) return Done{};
  std::transform(pending_.begin() + static_cast<std::ptrdiff_t>(begin), pending_.end(),
                 pending_.begin() + static_cast<std::ptrdiff_t>(begin), stored_value);
  return Done{};
}

Result<Done> MatrixWriter::flush() {
  if (pending_.empty()) return Done{};
  FT_RETURN_IF_PROBLEM(file_->write_at(pending_offset_, as_bytes(pending_)));
  pending_.clear();
  return Done{};
}

Result<std::vector<std::string>> write_series_files(BundleFiles& files, const ValuesMatrix& shape,
                                                    const std::vector<std::string>& csv_paths) {
  FT_CHECK(csv_paths.size() == shape.rows);
  FT_TRY(auto matrix, files.env().open_file(files.full(bundle::kValues), OpenMode::kRead));
  SeriesWriter writer(files, MatrixReader(std::move(matrix), shape), shape);
  std::vector<std::string> hashes;
  for (std::uint64_t row = 0; row < shape.rows; ++row) {
    FT_TRY(std::string hash, writer.write_row(row, csv_paths[row]));
    hashes.push_back(std::move(hash));
  }
  files.add({bundle::kValues, shape.bytes(), writer.matrix_hash()});
  return hashes;
}

}  // namespace flowtime
