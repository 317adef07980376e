#include "state/series_text.h"

#include <bit>
#include <cstring>

#include "base/number_text.h"

namespace flowtime {

const SeriesText::Kept* SeriesText::find(SeriesIn series, Pooling pooling) const {
  for (const Kept& kept : kept_) {
    if (kept.series.size() != series.size()) continue;
    // Unpooled text does not depend on it.
    if (bins_per_point_ != 1 && kept.pooling != pooling) continue;
    // Bits, so that absent values are equal to themselves.
    const bool same = kept.series.data() == series.data() ||
                      std::memcmp(kept.series.data(), series.data(), series.size_bytes()) == 0;
    if (same) return &kept;
  }
  return nullptr;
}

void SeriesText::print(SeriesIn values) {
  // Room for the longest numbers is made once; what is too much is cut off at the end.
  text_.resize(values.size() * (kMaxNumberChars + 1) + 2);
  char* out = text_.data();
  const char* last = nullptr;  // the text of the value before
  std::ptrdiff_t last_size = 0;
  double previous = 0;
  *out++ = '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) *out++ = ',';
    const double value = values[i];
    char* const begin = out;
    // Runs of one value are common (capacities, closed gates): copying is cheaper than formatting.
    if (last != nullptr &&
        std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(previous)) {
      std::memcpy(out, last, static_cast<std::size_t>(last_size));
      out += last_size;
    } else if (is_absent(value)) {
      std::memcpy(out, "null", 4);
      out += 4;
    } else {
      out = write_number(out, value);
    }
    last = begin;
    last_size = out - begin;
    previous = value;
  }
  *out++ = ']';
  text_.resize(static_cast<std::size_t>(out - text_.data()));
}

void SeriesText::write(JsonWriter& json, SeriesIn series, Pooling pooling, bool keep) {
  if (keep) {
    if (const Kept* kept = find(series, pooling)) {
      json.raw(kept->text);
      return;
    }
  }
  if (bins_per_point_ == 1) {
    print(series);
  } else {
    pool(series, bins_per_point_, pooling, points_);
    print(points_);
  }
  json.raw(text_);
  if (keep) kept_.push_back({series, pooling, text_});
}

}  // namespace flowtime
