#include "series/series_view.h"

#include <algorithm>

#include "series/absent.h"

namespace flowtime {

SeriesIndex SeriesCatalog::add(SeriesInfo info) {
  const auto index = static_cast<std::uint32_t>(infos_.size());
  const bool inserted = by_id_.emplace(info.id, index).second;
  FT_CHECK(inserted);
  infos_.push_back(std::move(info));
  return {index};
}

std::optional<SeriesIndex> SeriesCatalog::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  if (found == by_id_.end()) return std::nullopt;
  return SeriesIndex{found->second};
}

SeriesTable::SeriesTable(std::size_t series_count, std::int64_t bins)
    : series_count_(series_count),
      bins_(bins),
      values_(series_count * static_cast<std::size_t>(bins), 0.0) {}

void SeriesTable::append(const SeriesTile& tile) {
  FT_CHECK(tile.series.size() == series_count_);
  FT_CHECK(tile.first_bin + tile.bins <= bins_);
  for (std::size_t i = 0; i < series_count_; ++i) {
    std::copy_n(tile.series[i], tile.bins, values_.data() + i * row() + tile.first_bin);
  }
}

SeriesTile SeriesTable::as_tile(std::vector<const double*>& pointers,
                                std::vector<std::uint8_t>& all_finite) const {
  pointers.clear();
  all_finite.clear();
  for (std::size_t i = 0; i < series_count_; ++i) {
    const std::span<const double> values = (*this)[SeriesIndex{static_cast<std::uint32_t>(i)}];
    pointers.push_back(values.data());
    all_finite.push_back(std::all_of(values.begin(), values.end(), is_finite) ? 1 : 0);
  }
  return {.first_bin = 0, .bins = bins_, .series = pointers, .all_finite = all_finite};
}

}  // namespace flowtime
