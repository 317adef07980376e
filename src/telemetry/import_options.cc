#include "telemetry/import_options.h"

#include "base/number_text.h"

namespace flowtime {
namespace {

template <class Choice, std::size_t N>
std::optional<Choice> chosen(std::string_view text,
                             const std::pair<const char*, Choice> (&rows)[N]) {
  for (const auto& [name, choice] : rows) {
    if (text == name) return choice;
  }
  return std::nullopt;
}

// In the order of the enumeration: name_of() reads by index.
constexpr std::pair<const char*, SampleKind> kKinds[] = {{"flow", SampleKind::kFlow},
                                                         {"mean", SampleKind::kMean},
                                                         {"last", SampleKind::kLast},
                                                         {"max", SampleKind::kMax},
                                                         {"counter", SampleKind::kCounter}};
constexpr std::pair<const char*, ImportFormat> kFormats[] = {
    {"csv", ImportFormat::kCsv},
    {"prometheus", ImportFormat::kPrometheus},
    {"openmetrics", ImportFormat::kOpenMetrics},
    {"jsonl", ImportFormat::kJsonLines}};
constexpr std::pair<const char*, GapFill> kFills[] = {{"none", GapFill::kNone},
                                                      {"zero", GapFill::kZero},
                                                      {"hold", GapFill::kHold},
                                                      {"linear", GapFill::kLinear}};
constexpr std::pair<const char*, std::int64_t> kUnits[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", kMsPerDay}};

}  // namespace

const char* name_of(SampleKind kind) { return kKinds[static_cast<std::size_t>(kind)].first; }
std::optional<SampleKind> parse_sample_kind(std::string_view text) { return chosen(text, kKinds); }
const char* name_of(ImportFormat format) {
  return kFormats[static_cast<std::size_t>(format)].first;
}
std::optional<ImportFormat> parse_import_format(std::string_view text) {
  return chosen(text, kFormats);
}
std::optional<GapFill> parse_gap_fill(std::string_view text) { return chosen(text, kFills); }

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
  const std::size_t unit = text.find_first_not_of("0123456789");
  if (unit == 0 || unit == std::string_view::npos) return std::nullopt;
  const auto count = parse_integer(text.substr(0, unit));
  const auto ms = chosen(text.substr(unit), kUnits);
  if (!count || !ms || *count < 1 || *count > 1'000'000'000) return std::nullopt;
  return *count * *ms;
}

TimeGrid grid_of_width(std::int64_t bin_ms) {
  TimeGrid grid;
  for (const BinUnit unit : {BinUnit::kMilliseconds, BinUnit::kSeconds, BinUnit::kMinutes,
                             BinUnit::kHours, BinUnit::kDays}) {
    // From small units to large ones: the last that divides is kept.
    if (bin_ms % milliseconds_in(unit) != 0) break;
    grid.bin_unit = unit;
    grid.bin_size = bin_ms / milliseconds_in(unit);
  }
  return grid;
}

}  // namespace flowtime
