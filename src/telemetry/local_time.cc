#include "telemetry/local_time.h"

#include <algorithm>
#include <limits>

#include "base/number_text.h"

namespace flowtime {
namespace {

constexpr std::size_t kHeaderBytes = 44;
constexpr std::int64_t kLongAgo = std::numeric_limits<std::int64_t>::min() / 4;

Problem unknown_zone(const std::string& name) {
  return {.code = "import_timezone_unknown",
          .message = "'" + name.substr(0, 60) + "' is not a time zone that this program knows",
          .remedy = "Use a name such as Europe/Berlin, an offset such as +02:00, or UTC."};
}

// Numbers of a zone file, big-endian.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  bool has(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  std::int64_t number(std::size_t at, std::size_t width) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = (value << 8) | static_cast<unsigned char>(bytes_[at + i]);
    }
    return width == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
  }

 private:
  std::string_view bytes_;
};

// "+02:00", "-0530" -> seconds
std::optional<std::int64_t> fixed_offset(const std::string& text) {
  if (text.size() < 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits = text.substr(1);
  std::erase(digits, ':');
  const auto number = parse_integer(digits);
  // Up to 15 hours: offsets of the world reach from -12 to +14.
  if (digits.size() != 4 || !number || *number < 0 || *number % 100 > 59 || *number > 1500) {
    return std::nullopt;
  }
  const std::int64_t seconds = (*number / 100) * 3600 + (*number % 100) * 60;
  return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

Result<LocalTime> LocalTime::open(Env* zones, const std::string& name) {
  LocalTime made;
  made.name_ = name;
  if (name.empty() || name == "UTC" || name == "Z" || name == "GMT") {
    made.name_ = "UTC";
    made.changes_.push_back({kLongAgo, 0});
    return made;
  }
  if (const auto offset = fixed_offset(name)) {
    made.changes_.push_back({kLongAgo, *offset});
    return made;
  }
  // A name comes from a request and becomes a path.
  if (zones == nullptr || !is_relative_path(name) || name.size() > 60) return unknown_zone(name);
  const auto inside = zones->confined(name);
  const auto bytes = inside ? zones->read_file(*inside) : Result<std::string>(unknown_zone(name));
  if (!bytes) return unknown_zone(name);
  return parse(name, *bytes);
}

// The part with 64 bit times of a file as RFC 8536 describes it.
Result<LocalTime> LocalTime::parse(const std::string& name, const std::string& text) {
  const Bytes bytes(text);
  if (text.size() < 2 * kHeaderBytes || !text.starts_with("TZif") || text[4] < '2') {
    return unknown_zone(name);
  }
  const auto count = [&](std::size_t header, std::size_t field) {
    return static_cast<std::size_t>(bytes.number(header + 20 + 4 * field, 4));
  };
  // A file has the 32 bit part first, for old readers; its counts say how long it is.
  const std::size_t second = kHeaderBytes + count(0, 3) * 5 + count(0, 4) * 6 + count(0, 5) +
                             count(0, 2) * 8 + count(0, 1) + count(0, 0);
  if (!bytes.has(second, kHeaderBytes)) return unknown_zone(name);
  const std::size_t times = count(second, 3), types = count(second, 4);
  const std::size_t first_time = second + kHeaderBytes, first_index = first_time + times * 8;
  const std::size_t first_type = first_index + times;
  // Every later access is below that bound.
  if (types == 0 || !bytes.has(first_type, types * 6)) return unknown_zone(name);
  LocalTime made;
  made.name_ = name;
  // Before the first change the first type counts.
  made.changes_.push_back({kLongAgo, bytes.number(first_type, 4)});
  for (std::size_t i = 0; i < times; ++i) {
    const auto type = static_cast<unsigned char>(text[first_index + i]);
    if (type >= types) return unknown_zone(name);
    made.changes_.push_back(
        {bytes.number(first_time + i * 8, 8), bytes.number(first_type + type * 6, 4)});
  }
  return made;
}

std::vector<std::int64_t> LocalTime::instants(std::int64_t clock) const {
  std::vector<std::int64_t> found;
  // Offsets differ by less than two days, so that few of the changes can matter.
  constexpr std::int64_t kTwoDays = 2 * 86'400;
  auto at = std::upper_bound(
      changes_.begin(), changes_.end(), clock - kTwoDays,
      [](std::int64_t instant, const Change& change) { return instant < change.from; });
  if (at != changes_.begin()) --at;
  for (; at != changes_.end() && at->from < clock + kTwoDays; ++at) {
    const std::int64_t instant = clock - at->offset;
    const bool holds =
        instant >= at->from && (at + 1 == changes_.end() || instant < (at + 1)->from);
    if (holds) found.push_back(instant);
  }
  return found;
}

std::optional<std::int64_t> LocalTime::instant(std::int64_t clock, std::int64_t last,
                                               Rows rows) const {
  const std::vector<std::int64_t> found = instants(clock);
  if (found.empty()) return std::nullopt;
  if (rows == Rows::kForward) {
    const auto at = std::lower_bound(found.begin(), found.end(), last);
    return at == found.end() ? found.back() : *at;
  }
  const auto at = std::upper_bound(found.begin(), found.end(), last);
  return at == found.begin() ? found.front() : *(at - 1);
}

}  // namespace flowtime
