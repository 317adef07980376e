#include "series/series_view.h"

#include <algorithm>

#include "series/absent.h"

namespace flowtime {

void SeriesCatalog::reserve(std::size_t count) {
  infos_.reserve(count);
  by_id_.reserve(count);
}

SeriesIndex SeriesCatalog::add(SeriesInfo info) {
  const auto index = static_cast<std::uint32_t>(infos_.size());
  FT_CHECK(!find(info.id));
  by_id_.add(hash_of_name(info.id), index);
  infos_.push_back(std::move(info));
  return {index};
}

std::optional<SeriesIndex> SeriesCatalog::find(std::string_view id) const {
  const auto found =
      // The index keeps numbers, not texts: the ids are compared where they are.
      by_id_.find(hash_of_name(id), [&](std::uint32_t index) { return infos_[index].id == id; });
  if (!found) return std::nullopt;
  return SeriesIndex{*found};
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
