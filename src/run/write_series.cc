#include "run/write_series.h"

#include <algorithm>
#include <future>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// Past the cache, line by line: the band is far larger than it, and what evaluation works on stays.
void copy_past_cache(std::span<const double> values, double* out) {
  const double* from = values.data();
  const double* const end = from + values.size();
#ifdef __SSE2__
  for (; from != end && reinterpret_cast<std::uintptr_t>(out) % 64 != 0; ++from, ++out)
    *out = *from;
  for (; end - from >= 8; from += 8, out += 8) {
    for (int i = 0; i < 8; i += 2) _mm_stream_pd(out + i, _mm_loadu_pd(from + i));
  }
#endif
  std::copy(from, end, out);
}

// What went past the cache is in order with what follows: another thread hashes it.
void show_copies() {
#ifdef __SSE2__
  _mm_sfence();
#endif
}

// The form in which the matrix has them.
void store(std::span<const double> values, bool all_finite, double* out) {
  if (all_finite) {
    copy_past_cache(values, out);
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
  show_copies();
}

// Nothing is gathered any more, so that what both threads read stays as it is.
void MatrixWriter::put_down_meanwhile() {
  // Without a thread to be had, finish_hashes() does it.
  meanwhile_ = std::async(std::launch::async | std::launch::deferred, [this] {
    const Result<Done> written = write_band();
    file_->begin_sync();
    hash_band();
    return written;
  });
}

void MatrixWriter::close() {
  if (meanwhile_.valid()) meanwhile_.wait();
  file_.reset();
  ValueMemory().swap(band_);
}

Result<std::vector<std::string>> MatrixWriter::finish_hashes() {
  if (meanwhile_.valid()) FT_RETURN_IF_PROBLEM(meanwhile_.get());
  return hashes_.finish();
}

Result<Done> MatrixWriter::put_down() {
  is_whole_ = gathered_ == shape_.bins;
  const bool is_large = shape_.rows * gathered_ >= kSecondThreadValues;
  if (is_whole_ && is_large) {
    put_down_meanwhile();
    return Done{};
  }
  Result<Done> written = Done{};
  if (!is_large) {
    hash_band();
    written = write_band();
  } else {
    // Without a thread to be had, get() hashes here.
    auto hashed = std::async(std::launch::async | std::launch::deferred, [this] { hash_band(); });
    written = write_band();
    file_->begin_sync();
    hashed.get();
  }
  if (is_whole_) return written;
  first_bin_ += gathered_;
  gathered_ = 0;
  if (first_bin_ == shape_.bins) ValueMemory().swap(band_);
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
