// One list of members (kNode and the like) serves both directions: ByteWriter and ByteReader have
// the
// same functions, so reading cannot get out of step with writing. A change of the list needs a new
// kJudgementVersion.
#include "run/judgement_file.h"

#include <bit>
#include <cstring>
#include <type_traits>

namespace flowtime {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they are");
constexpr std::string_view kMagic = "FTJUDGE";

class ByteWriter {
 public:
  static constexpr bool kReads = false;
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void value(const T& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T)); }
  void text(const std::string& text) {
    value(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void numbers(const std::vector<double>& numbers) {
    value(static_cast<std::uint64_t>(numbers.size()));
    if (numbers.empty()) return;
    bytes_.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double));
  }
  template <class T, class Each>
  void list(const std::vector<T>& items, Each each) {
    value(static_cast<std::uint32_t>(items.size()));
    for (const T& item : items) each(*this, item);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what ByteWriter wrote; whatever is cut off or too long makes it not ok.
class ByteReader {
 public:
  static constexpr bool kReads = true;
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void value(T& value) {
    if (!has(sizeof(T))) return;
    std::memcpy(&value, left_.data(), sizeof(T));
    left_.remove_prefix(sizeof(T));
  }
  void text(std::string& text) {
    std::uint32_t size = 0;
    value(size);
    if (!has(size)) return;
    text = left_.substr(0, size);
    left_.remove_prefix(size);
  }
  void numbers(std::vector<double>& numbers) {
    std::uint64_t size = 0;
    value(size);
    // Before resize: a damaged length would ask for terabytes.
    if (size > left_.size() / sizeof(double) || !ok_) {
      ok_ = false;
      return;
    }
    numbers.resize(size);
    if (numbers.empty()) return;
    std::memcpy(numbers.data(), left_.data(), size * sizeof(double));
    left_.remove_prefix(size * sizeof(double));
  }
  template <class T, class Each>
  void list(std::vector<T>& items, Each each) {
    std::uint32_t size = 0;
    value(size);
    for (std::uint32_t i = 0; i < size && ok_; ++i) {
      // Each item has at least one byte: without this check a damaged count would loop for long.
      if (left_.empty()) ok_ = false;
      each(*this, items.emplace_back());
    }
  }
  bool finished() const { return ok_ && left_.empty(); }

 private:
  bool has(std::size_t size) {
    ok_ = ok_ && left_.size() >= size;
    return ok_;
  }
  std::string_view left_;
  bool ok_ = true;
};

// One list of members each, for both directions.
constexpr auto kSpan = [](auto& io, auto& span) {
  io.value(span.first_bin);
  io.value(span.activity);
  io.value(span.verdict);
  io.value(span.rising);
  io.value(span.decider);
  io.value(span.holder);
};

constexpr auto kRow = [](auto& io, auto& row) {
  io.text(row.row);
  io.value(row.verdict);
  io.value(row.first_bin);
  io.value(row.value);
  io.value(row.limit);
};

constexpr auto kNode = [](auto& io, auto& node) {
  io.value(node.verdict);
  io.value(node.first_bin);
  io.value(node.share);
  io.value(node.promise_minutes);
  io.value(node.promise_declared);
  io.value(node.is_pile);
  io.value(node.transit_minutes);
  io.value(node.dust);
  io.value(node.useful_norm);
  io.value(node.useful_band);
  io.value(node.errors_are_failures);
  io.value(node.harmed);
  io.value(node.late);
  io.value(node.late_share);
  io.value(node.dropped);
  io.value(node.lost);
  io.value(node.spilled);
  io.value(node.undelivered);
  io.value(node.p50);
  io.value(node.p85);
  io.value(node.p95);
  io.value(node.longest);
  io.value(node.at_least.p50);
  io.value(node.at_least.p85);
  io.value(node.at_least.p95);
  io.value(node.at_least.longest);
  io.value(node.outlook_per_bin);
  io.value(node.peak_load);
  io.value(node.peak_load_bin);
  io.value(node.peak_depth);
  io.value(node.peak_depth_bin);
  io.list(node.rows, kRow);
  io.list(node.spans, kSpan);
  io.value(node.first_wait_bin);
  io.numbers(node.wait);
};

constexpr auto kConstraint = [](auto& io, auto& constraint) {
  io.value(constraint.verdict);
  io.value(constraint.peak_load);
  io.value(constraint.peak_load_bin);
  io.value(constraint.harmed);
  io.list(constraint.held, [](auto& inner, auto& node) { inner.value(node); });
};

// What readers index with is inside the grid, and spans cover it in order.
bool is_sound(const NodeJudgement& node, std::int64_t bins) {
  std::int64_t next = 0;
  for (const JudgedSpan& span : node.spans) {
    // Readers index tables with both.
    const bool known = static_cast<int>(span.activity) < kNodeActivityCount &&
                       static_cast<int>(span.verdict) <= static_cast<int>(Verdict::kCritical);
    if (!known || span.first_bin < next || span.first_bin >= bins) return false;
    next = span.first_bin + 1;
  }
  const auto waits = static_cast<std::int64_t>(node.wait.size());
  return !node.spans.empty() && node.spans.front().first_bin == 0 && node.first_wait_bin >= 0 &&
         node.first_wait_bin <= bins && waits <= bins - node.first_wait_bin;
}

}  // namespace

std::string judgement_bytes(const Judgement& judgement) {
  ByteWriter writer;
  for (const char letter : kMagic) writer.value(letter);
  writer.value(static_cast<std::uint8_t>(kJudgementVersion));
  writer.list(judgement.nodes, kNode);
  writer.list(judgement.constraints, kConstraint);
  return writer.take();
}

std::optional<Judgement> read_judgement_bytes(std::string_view bytes, std::int64_t bins) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  ByteReader reader(bytes.substr(kMagic.size()));
  std::uint8_t version = 0;
  reader.value(version);
  if (version != kJudgementVersion) return std::nullopt;
  Judgement judgement;
  reader.list(judgement.nodes, kNode);
  reader.list(judgement.constraints, kConstraint);
  if (!reader.finished()) return std::nullopt;
  for (const NodeJudgement& node : judgement.nodes) {
    if (!is_sound(node, bins)) return std::nullopt;
  }
  return judgement;
}

}  // namespace flowtime
