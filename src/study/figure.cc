#include "study/figure.h"

#include <array>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::array<std::string_view, 5> kNames{"max", "min", "mean", "sum", "last"};

}  // namespace

Result<Figure> parse_figure(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  Figure figure{.series = std::string(text.substr(0, colon))};
  if (!figure.series.empty() && colon == std::string_view::npos) return figure;
  const std::string_view kind = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kind != kNames[i] || figure.series.empty()) continue;
    figure.kind = static_cast<Figure::Kind>(i);
    return figure;
  }
  const auto bin = parse_integer(kind);
  if (bin && *bin >= 0 && !figure.series.empty()) {
    figure.kind = Figure::Kind::kAt;
    figure.bin = *bin;
    return figure;
  }
  return Problem{.code = "figure_syntax",
                 .message = "\"" + std::string(text) + "\" names no figure",
                 .remedy = "Write SERIES:max, min, mean, sum, last, or SERIES:BIN."};
}

std::string to_text(const Figure& figure) {
  if (figure.kind == Figure::Kind::kAt) return figure.series + ":" + std::to_string(figure.bin);
  return figure.series + ":" + std::string(kNames[static_cast<std::size_t>(figure.kind)]);
}

void FigureReader::read(std::int64_t bin, double value) {
  if (is_absent(value)) return;
  const bool first = seen_ == 0;
  switch (figure_.kind) {
    case Figure::Kind::kMax: value_ = first || value > value_ ? value : value_; break;
    case Figure::Kind::kMin: value_ = first || value < value_ ? value : value_; break;
    case Figure::Kind::kMean:
    case Figure::Kind::kSum: value_ += value; break;
    case Figure::Kind::kLast: value_ = value; break;
    case Figure::Kind::kAt:
      if (bin != figure_.bin) return;
      value_ = value;
      break;
  }
  ++seen_;
}

double FigureReader::result() const {
  if (seen_ == 0) return kAbsent;
  return figure_.kind == Figure::Kind::kMean ? value_ / static_cast<double>(seen_) : value_;
}

double figure_of(const Figure& figure, std::span<const double> values) {
  FigureReader reader(figure);
  for (std::size_t t = 0; t < values.size(); ++t) {
    reader.read(static_cast<std::int64_t>(t), values[t]);
  }
  return reader.result();
}

}  // namespace flowtime
