#include "model/read_context.h"

#include <algorithm>
#include <iterator>

#include "base/ascii.h"
#include "base/nearest_name.h"
#include "model/limits.h"

namespace flowtime::model_detail {
namespace {

// "/nodes/3/pmf" -> "/nodes/*/pmf"
std::string any_item(const std::string& path) {
  std::string general;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t next = std::min(path.find('/', at + 1), path.size());
    const std::string_view part = std::string_view(path).substr(at + 1, next - at - 1);
    const bool index = part.find_first_not_of("0123456789") == std::string_view::npos;
    general += "/" + (index ? "*" : std::string(part));
    at = next;
  }
  return general;
}

constexpr std::size_t kMaxMessage = 600;
constexpr std::size_t kMessageEnds = 200;  // kept of a longer message, on both sides

// A message names what is wrong; a name of a megabyte does not fit into a sentence.
std::string shortened(const std::string& message) {
  if (message.size() <= kMaxMessage) return message;
  std::size_t first = kMessageEnds, last = message.size() - kMessageEnds;
  // A cut within a character would make the whole answer invalid UTF-8.
  while (is_utf8_continuation(message[first])) --first;
  while (is_utf8_continuation(message[last])) ++last;
  return message.substr(0, first) + " ... " + message.substr(last);
}

// What these problems are about is left out, or has its default.
constexpr std::string_view kHarmless[] = {"unknown_field",        "unknown_edge_type",
                                          "unknown_edge_measure", "unknown_schedule_kind",
                                          "unknown_discipline",   "bad_file_name"};

bool leaves_model_whole(const Problem& problem) {
  // In nodes[] the same codes are about how a series is computed: the model would be another one.
  if (problem.code == "unknown_kind" || problem.code == "bad_weight") {
    return problem.path.rfind("/topology/", 0) == 0;
  }
  return std::find(std::begin(kHarmless), std::end(kHarmless), problem.code) != std::end(kHarmless);
}

}  // namespace

bool ReadContext::full() const { return listed_.size() >= kMaxListedProblems; }

void ReadContext::add(Problem problem) {
  // Before the limit: an unlisted problem counts as well.
  is_model_whole_ = is_model_whole_ && leaves_model_whole(problem);
  if (full()) {
    ++unlisted_;
    return;
  }
  problem.message = shortened(problem.message);
  listed_.push_back(std::move(problem));
}

Problems ReadContext::take() {
  if (unlisted_ > 0) {
    listed_.push_back({.code = "more_problems",
                       .message = std::to_string(unlisted_) + " more problems are not listed",
                       .remedy = "Correct these first."});
    unlisted_ = 0;
  }
  return std::move(listed_);
}

std::string ReadContext::meant(std::string_view name, const std::vector<std::string_view>& known) {
  if (full()) return "";  // nobody will read it
  // 10,000 misses among 100,000 names would be 10^9 comparisons of texts.
  if (comparisons_ + known.size() > kMaxNameComparisons) return same_but_for_case(name, known);
  comparisons_ += known.size();
  return nearest_name(name, known);
}

void ReadContext::note_asked(const std::string& path, std::string_view key) {
  (*asked_)[any_item(path)].emplace(key);
}

}  // namespace flowtime::model_detail
