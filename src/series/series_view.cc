#include "series/series_view.h"

#include <algorithm>
#include <functional>

#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::uint32_t kFree = 0xFFFFFFFF;

}  // namespace

SeriesIndex SeriesCatalog::add(SeriesInfo info) {
  if (2 * (infos_.size() + 1) > by_id_.size()) grow();
  const auto index = static_cast<std::uint32_t>(infos_.size());
  std::uint32_t& place = by_id_[place_of(info.id)];
  FT_CHECK(place == kFree);
  place = index;
  infos_.push_back(std::move(info));
  return {index};
}

std::optional<SeriesIndex> SeriesCatalog::find(std::string_view id) const {
  if (by_id_.empty()) return std::nullopt;
  const std::uint32_t index = by_id_[place_of(id)];
  if (index == kFree) return std::nullopt;
  return SeriesIndex{index};
}

std::size_t SeriesCatalog::place_of(std::string_view id) const {
  const std::size_t mask = by_id_.size() - 1;
  std::size_t place = std::hash<std::string_view>()(id) & mask;
  while (by_id_[place] != kFree && infos_[by_id_[place]].id != id) place = (place + 1) & mask;
  return place;
}

void SeriesCatalog::grow() {
  by_id_.assign(std::max<std::size_t>(16, 2 * by_id_.size()), kFree);
  for (std::uint32_t i = 0; i < infos_.size(); ++i) by_id_[place_of(infos_[i].id)] = i;
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
