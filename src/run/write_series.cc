#include "run/write_series.h"

#include <algorithm>
#include <future>

#include "base/number_text.h"
#include "run/bundle_paths.h"
#include "series/series_csv.h"

namespace flowtime {
namespace {

constexpr std::size_t kPendingValues = std::size_t{1} << 17;  // 1 MiB
// A tile of so many values takes longer to hash than a thread to start.
constexpr std::size_t kSecondThreadValues = std::size_t{1} << 17;
constexpr std::size_t kBlockBins = 1 << 16;
constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

// Values of a tile; what has infinite ones goes through a copy.
class StoredForm {
 public:
  std::span<const double> of(const SeriesTile& tile, std::uint32_t row) {
    const std::span<const double> values = tile[SeriesIndex{row}];
    if (!tile.all_finite.empty() && tile.all_finite[row] != 0) return values;
    copy_.resize(values.size());
    std::transform(values.begin(), values.end(), copy_.begin(), stored_value);
    return copy_;
  }

 private:
  std::vector<double> copy_;
};

std::string wide_header(const TimeGrid& grid, const std::vector<WideColumn>& columns) {
  std::string line = grid.start_unix_ms ? "bin,start" : "bin";
  for (const WideColumn& column : columns) line += "," + column.name;
  return line + "\n";
}

void append_wide_line(std::string& text, const TimeGrid& grid, std::size_t bin,
                      const std::vector<const double*>& columns) {
  text += std::to_string(bin);
  if (const auto start = grid.bin_start_unix_ms(static_cast<std::int64_t>(bin))) {
    text += "," + format_utc(*start);
  }
  for (const double* values : columns) {
    text += ',';
    if (is_finite(values[bin])) append_number(text, values[bin]);
  }
  text += '\n';
}

Result<Done> write_csv_file(BundleFiles& files, const std::string& path,
                            std::span<const double> values, SeriesCsvBlock& rows) {
  FT_TRY(HashedFile csv, files.create(path));
  for (std::size_t bin = 0; bin < values.size(); bin += kBlockBins) {
    if (bin > 0) FT_RETURN_IF_PROBLEM(files.check_stop());
    const auto block = values.subspan(bin, std::min(kBlockBins, values.size() - bin));
    FT_RETURN_IF_PROBLEM(csv.append(rows.format(static_cast<std::int64_t>(bin), block)));
  }
  files.add(csv.finish());
  return Done{};
}

}  // namespace

MatrixWriter::MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape)
    : file_(std::move(file)), shape_(shape), hashes_(shape) {}

Result<Done> MatrixWriter::write(const SeriesTile& tile) {
  FT_CHECK(tile.series.size() == shape_.rows);
  FT_CHECK(tile.first_bin >= 0 && tile.bins >= 0);
  const auto first_bin = static_cast<std::uint64_t>(tile.first_bin);
  FT_CHECK(first_bin + static_cast<std::uint64_t>(tile.bins) <= shape_.bins);
  if (tile.series.size() * static_cast<std::uint64_t>(tile.bins) < kSecondThreadValues) {
    hash_rows(tile);
    return write_rows(tile);
  }
  // Without a thread to be had, get() hashes here.
  auto hashed =
      std::async(std::launch::async | std::launch::deferred, [this, &tile] { hash_rows(tile); });
  Result<Done> written = write_rows(tile);
  hashed.get();
  return written;
}

Result<Done> MatrixWriter::write_rows(const SeriesTile& tile) {
  StoredForm form;
  for (std::uint32_t row = 0; row < tile.series.size(); ++row) {
    const std::uint64_t offset = shape_.offset(row, static_cast<std::uint64_t>(tile.first_bin));
    FT_RETURN_IF_PROBLEM(append(offset, form.of(tile, row)));
  }
  return flush();
}

void MatrixWriter::hash_rows(const SeriesTile& tile) {
  StoredForm form;
  for (std::uint32_t row = 0; row < tile.series.size(); ++row) {
    hashes_.add(row, as_bytes(form.of(tile, row)));
  }
}

Result<Done> MatrixWriter::append(std::uint64_t offset, std::span<const double> values) {
  const bool adjacent = offset == pending_offset_ + pending_.size() * sizeof(double);
  if (!adjacent || pending_.size() + values.size() > kPendingValues) FT_RETURN_IF_PROBLEM(flush());
  if (values.size() > kPendingValues) return file_->write_at(offset, as_bytes(values));
  if (pending_.empty()) pending_offset_ = offset;
  pending_.insert(pending_.end(), values.begin(), values.end());
  return Done{};
}

Result<Done> MatrixWriter::flush() {
  if (pending_.empty()) return Done{};
  FT_RETURN_IF_PROBLEM(file_->write_at(pending_offset_, as_bytes(pending_)));
  pending_.clear();
  return Done{};
}

Result<Done> write_wide_csv(BundleFiles& files, const TimeGrid& grid,
                            const std::vector<WideColumn>& columns, const MatrixView& values) {
  FT_TRY(HashedFile csv, files.create(bundle::kWideCsv));
  std::vector<const double*> rows;
  for (const WideColumn& column : columns) rows.push_back(values.row(column.row).data());
  std::string text = wide_header(grid, columns);
  for (std::size_t bin = 0; bin < values.shape.bins; ++bin) {
    append_wide_line(text, grid, bin, rows);
    if (text.size() < kBlockBytes) continue;
    FT_RETURN_IF_PROBLEM(files.check_stop());
    FT_RETURN_IF_PROBLEM(csv.append(text));
    text.clear();
  }
  FT_RETURN_IF_PROBLEM(csv.append(text));
  files.add(csv.finish());
  return Done{};
}

Result<Done> write_csv_files(BundleFiles& files, const std::vector<std::string>& paths,
                             const MatrixView& values) {
  FT_CHECK(paths.size() == values.shape.rows);
  SeriesCsvBlock rows;
  for (std::size_t row = 0; row < paths.size(); ++row) {
    if (paths[row].empty()) continue;
    FT_RETURN_IF_PROBLEM(write_csv_file(files, paths[row], values.row(row), rows));
  }
  return Done{};
}

}  // namespace flowtime
