// Causes are told in the words of the author: parameters of one template, else settings and inputs,
// else how many parts of the model differ. What follows from a parameter is not a cause beside it.
#include "compare/cause_words.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/number_text.h"
#include "compare/comparison_words.h"
#include "metrics/noise.h"
#include "series/absent.h"
#include "series/shown.h"
#include "text/json_reader.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostCauses = 3, kMostShares = 4;
constexpr const char* kOtherValues = "other values";

// Of what was set, which is not rounded to whole items as what flows is: four digits.
std::string set_value(double value) {
  const double size = std::fabs(value);
  if (size >= 1000 || size == 0) return shown_amount(value);
  const double scale = std::pow(10, 3 - std::floor(std::log10(size)));
  return format_number(std::round(value * scale) / scale);
}

// JSON as people write it: strings without quotes, numbers with four digits; "" for what is too
// long to read.
std::string plain(const std::string& json) {
  constexpr std::size_t kReadable = 24;
  if (json.size() > kReadable || json.empty() || json.front() == '[' || json.front() == '{') {
    return "";
  }
  if (const auto number = parse_number(json)) return set_value(*number);
  return json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

// `--set` is kept as a list of what was asked for.
bool is_setting(const RunChange& change) {
  const auto is_list = [](const std::string& json) { return json.starts_with("[\""); };
  return is_list(change.before) || is_list(change.after);
}

std::string instead_of(const std::string& name, const std::string& was, const std::string& is) {
  if (was.empty() || is.empty()) return "another " + name;
  return name + " " + is + " instead of " + was;
}

// The values of a parameter in each bin; nothing of what is no number or list of `bins` numbers.
std::vector<double> over_time(const std::string& json, std::int64_t bins) {
  JsonReader reader(json);
  std::vector<double> values;
  const auto add = [&] {
    if (const auto value = reader.number()) values.push_back(*value);
  };
  if (reader.kind() == JsonReader::Kind::kArray) {
    reader.items(add);
  } else {
    add();
    if (values.size() == 1) values.resize(static_cast<std::size_t>(bins), values.front());
  }
  return static_cast<std::int64_t>(values.size()) == bins ? values : std::vector<double>();
}

// The bins in which two values differ, where they are one stretch in which both have one value.
struct Stretch {
  double before = 0, after = 0;
  std::int64_t first = 0, last = 0;
};
std::optional<Stretch> stretch_of(const std::vector<double>& before,
                                  const std::vector<double>& after) {
  std::optional<Stretch> found;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    const auto bin = static_cast<std::int64_t>(i);
    if (!found) found = {before[i], after[i], bin, bin};
    const bool goes_on = bin <= found->last + 1;
    if (!goes_on || before[i] != found->before || after[i] != found->after) return std::nullopt;
    found->last = bin;
  }
  return found;
}

// " from 11:00 to 15:00", " from 14:00 on", " at 14:00", " from bin 3 to bin 5", " in bin 3"; ""
// for all bins.
std::string when(const Stretch& stretch, const TimeGrid& grid) {
  constexpr std::int64_t kMsPerDay = 86'400'000;
  const bool by_clock = grid.start_unix_ms && grid.bin_milliseconds() % kMsPerDay != 0;
  const std::string first = shown_time(grid, stretch.first);
  const bool to_the_end = stretch.last + 1 == grid.bins;
  if (to_the_end && stretch.first == 0) return "";
  if (stretch.first == stretch.last) {
    return (by_clock ? " at " : grid.start_unix_ms ? " on " : " in ") + first;
  }
  if (to_the_end) return " from " + first + " on";
  // A time of day is where the last bin ends; a day or the number of a bin is the last one itself.
  return " from " + first + " to " + shown_time(grid, stretch.last + (by_clock ? 1 : 0));
}

std::string cause_of(const RunChange& change) {
  const std::string& name = change.title.empty() ? change.name : change.title;
  return change.words == kOtherValues ? change.words + " of " + name : name + " " + change.words;
}

// "tills 18 instead of 15", "visitors 45 instead of 30 at 14:00", "... on average".
std::string cause_of(const InputChange& input, const TimeGrid& grid) {
  const auto same = [](double a, double b) { return std::fabs(a - b) <= 1e-9 * std::fabs(a); };
  if (input.is_one_stretch) {
    const Stretch stretch{input.before, input.after, input.first_bin,
                          input.first_bin + input.changed_bins - 1};
    const std::string was = set_value(input.before), is = set_value(input.after);
    if (was != is) return instead_of(input.id, was, is) + when(stretch, grid);
  }
  // Values were moved between bins: neither a bin nor the mean says what was changed.
  if (same(input.mean_before, input.mean_after)) {
    return std::string(kOtherValues) + " of " + input.id;
  }
  return instead_of(input.id, shown_amount(input.mean_before), shown_amount(input.mean_after)) +
         " on average";
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : (i + 1 == parts.size() ? " and " : ", ")) + parts[i];
  }
  return text;
}

// Each change by its own words, the ones that people made before those that follow.
std::vector<std::string> causes_of(const Comparison& comparison, const ComparedRun& before,
                                   const ComparedRun& after) {
  std::vector<std::string> causes;
  const bool one_template = !before.run.info().template_id.empty() &&
                            before.run.info().template_id == after.run.info().template_id;
  for (const RunChange& change : comparison.parameters) {
    if (!one_template || is_setting(change)) continue;
    causes.push_back(cause_of(change));
  }
  // Inputs that differ follow from the parameters, except those that a setting changed by itself.
  const bool made_by_template = !causes.empty();
  for (const InputChange& input : comparison.model.inputs) {
    const bool was_set = std::any_of(
        comparison.parameters.begin(), comparison.parameters.end(),
        [&](const RunChange& change) { return is_setting(change) && change.name == input.id; });
    if (!made_by_template || was_set) causes.push_back(cause_of(input, after.model.grid));
  }
  if (made_by_template) return causes;
  const auto count = comparison.model.structure.size();
  if (count == 1) {
    const StructureChange& change = comparison.model.structure.front();
    causes.push_back("another " + (change.field.empty() ? change.item : change.field + " of") +
                     " " + change.id);
  } else if (count > 1) {
    causes.push_back(std::to_string(count) + " changes of the model");
  }
  for (const RunChange& change : comparison.run) {
    if (change.name == "seed" || change.name == "sampling") {
      causes.push_back(instead_of(change.name, change.before, change.after));
    }
  }
  return causes;
}

}  // namespace

std::string change_words(const RunChange& change, const TimeGrid& before, const TimeGrid& after) {
  const auto instead = [](const std::string& was, const std::string& is) {
    return is + " instead of " + was;
  };
  if (is_setting(change)) return "";
  const std::string was = plain(change.before), is = plain(change.after);
  // What differs behind the fourth digit alone reads the same.
  if (!was.empty() && !is.empty() && was != is) return instead(was, is);
  const std::vector<double> old_values = over_time(change.before, before.bins),
                            new_values = over_time(change.after, after.bins);
  if (before.bins != after.bins || old_values.size() != new_values.size()) return kOtherValues;
  const auto stretch = stretch_of(old_values, new_values);
  if (!stretch) return kOtherValues;
  const std::string old_value = set_value(stretch->before), value = set_value(stretch->after);
  return old_value == value ? kOtherValues : instead(old_value, value) + when(*stretch, after);
}

std::string cause_words(const Comparison& comparison, const ComparedRun& before,
                        const ComparedRun& after) {
  const std::vector<std::string> causes = causes_of(comparison, before, after);
  if (causes.empty()) return "";
  if (causes.size() <= kMostCauses) return "with " + joined(causes);
  return "with " + std::to_string(causes.size()) + " changes";
}

std::string share_words(const AttributedChange& change, double scale) {
  const auto name_of = [](const AttributedShare& share) {
    return share.title.empty() ? share.name : share.title;
  };
  if (change.shares.size() == 1) return name_of(change.shares.front()) + " made all of it";
  std::vector<AttributedShare> shares = change.shares;
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.amount) > std::fabs(b.amount);
  });
  std::vector<std::string> parts;
  for (const AttributedShare& share : shares) {
    if (parts.size() == kMostShares) break;
    const bool nothing = std::fabs(share.amount) <= kNoChangeShare * scale;
    if (nothing)
      parts.push_back(name_of(share) + " did nothing");
    else
      parts.push_back(name_of(share) + (share.amount > 0 ? " added " : " took off ") +
                      shown_beside(std::fabs(share.amount), scale, change.unit));
  }
  std::string text = joined(parts);
  const std::size_t more = shares.size() - parts.size();
  return more == 0 ? text : text + "; " + std::to_string(more) + " more did less";
}

}  // namespace flowtime
