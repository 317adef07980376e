#include "run/write_series.h"

#include <algorithm>
#include <future>

#include "base/number_text.h"
#include "run/bundle_paths.h"
#include "series/series_csv.h"

namespace flowtime {
namespace {

// So many values take longer to hash than a thread to start.
constexpr std::size_t kSecondThreadValues = std::size_t{1} << 17;
constexpr std::size_t kBlockBins = 1 << 16;
constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

std::uint64_t band_bins(const ValuesMatrix& shape, std::uint64_t band_values) {
  const std::uint64_t most = band_values / std::max<std::uint64_t>(1, shape.rows);
  return std::clamp<std::uint64_t>(most, 1, std::max<std::uint64_t>(1, shape.bins));
}

// The form in which the matrix has them.
void store(std::span<const double> values, bool all_finite, double* out) {
  if (all_finite) {
    std::copy(values.begin(), values.end(), out);
  } else {
    std::transform(values.begin(), values.end(), out, stored_value);
  }
}

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

MatrixWriter::MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape,
                           std::uint64_t band_values)
    : file_(std::move(file)),
      shape_(shape),
      hashes_(shape),
      band_bins_(band_bins(shape, band_values)) {}

std::uint64_t MatrixWriter::band_bytes(const ValuesMatrix& shape) {
  return shape.rows * std::min(shape.bins, band_bins(shape, kBandValues)) * sizeof(double);
}

Result<Done> MatrixWriter::write(const SeriesTile& tile) {
  FT_CHECK(tile.series.size() == shape_.rows && tile.bins >= 0);
  const auto bins = static_cast<std::uint64_t>(tile.bins);
  FT_CHECK(static_cast<std::uint64_t>(tile.first_bin) == first_bin_ + gathered_);
  FT_CHECK(first_bin_ + gathered_ + bins <= shape_.bins);
  for (std::uint64_t from = 0; from < bins;) {
    const std::uint64_t some = std::min(bins - from, band_bins_ - gathered_);
    gather(tile, from, some);
    from += some;
    const bool is_last = first_bin_ + gathered_ == shape_.bins;
    if (gathered_ == band_bins_ || is_last) FT_RETURN_IF_PROBLEM(put_down());
  }
  return Done{};
}

void MatrixWriter::gather(const SeriesTile& tile, std::uint64_t from, std::uint64_t bins) {
  if (band_.empty()) band_.resize(static_cast<std::size_t>(shape_.rows * band_bins_));
  double* out = band_.data() + gathered_;
  for (std::uint32_t row = 0; row < tile.series.size(); ++row, out += band_bins_) {
    const bool all_finite = !tile.all_finite.empty() && tile.all_finite[row] != 0;
    store(tile[SeriesIndex{row}].subspan(from, bins), all_finite, out);
  }
  gathered_ += bins;
}

Result<Done> MatrixWriter::put_down() {
  Result<Done> written = Done{};
  if (shape_.rows * gathered_ < kSecondThreadValues) {
    hash_band();
    written = write_band();
  } else {
    // Without a thread to be had, get() hashes here.
    auto hashed = std::async(std::launch::async | std::launch::deferred, [this] { hash_band(); });
    written = write_band();
    hashed.get();
  }
  is_whole_ = gathered_ == shape_.bins;
  first_bin_ += gathered_;
  gathered_ = 0;
  if (first_bin_ == shape_.bins && !is_whole_) ValueMemory().swap(band_);
  return written;
}

// Rows that are complete lie next to each other in the file, too.
Result<Done> MatrixWriter::write_band() {
  if (gathered_ == shape_.bins) return file_->write_at(0, as_bytes(band_));
  for (std::uint64_t row = 0; row < shape_.rows; ++row) {
    const std::uint64_t offset = shape_.offset(row, first_bin_);
    FT_RETURN_IF_PROBLEM(file_->write_at(offset, as_bytes(band_row(row))));
  }
  return Done{};
}

void MatrixWriter::hash_band() {
  if (gathered_ == shape_.bins) return hashes_.add_all(as_bytes(band_));
  for (std::uint64_t row = 0; row < shape_.rows; ++row) hashes_.add(row, as_bytes(band_row(row)));
}

std::span<const double> MatrixWriter::band_row(std::uint64_t row) const {
  return {band_.data() + row * band_bins_, static_cast<std::size_t>(gathered_)};
}

std::string_view MatrixWriter::written_rows() const {
  return is_whole_ && !band_.empty() ? as_bytes(band_) : std::string_view();
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
