// Causes are told in the words of the author: parameters of one template, else settings and inputs,
// else how many parts of the model differ. What follows from a parameter is not a cause beside it.
#include "compare/cause_words.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "compare/comparison_words.h"
#include "metrics/noise.h"
#include "series/absent.h"
#include "series/shown.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostCauses = 3, kMostShares = 4;

// JSON as people write it: strings without quotes, numbers with four digits; "" for what is too
// long to read.
std::string plain(const std::string& json) {
  constexpr std::size_t kReadable = 24;
  if (json.size() > kReadable || json.empty() || json.front() == '[' || json.front() == '{') {
    return "";
  }
  if (const auto number = parse_number(json)) {
    const bool is_long = std::fabs(*number) >= 1000;
    return is_long ? shown_amount(*number) : json;
  }
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

// "tills 18 instead of 15", "visitors 45 instead of 30 at 14:00", "... on average".
std::string cause_of(const InputChange& input, const TimeGrid& grid) {
  const auto same = [](double a, double b) { return std::fabs(a - b) <= 1e-9 * std::fabs(a); };
  const auto words = [&](double was, double is) {
    return instead_of(input.id, shown_amount(was), shown_amount(is));
  };
  if (same(input.before, input.mean_before) && same(input.after, input.mean_after)) {
    return words(input.before, input.after);
  }
  if (input.changed_bins == 1) {
    return words(input.before, input.after) + (grid.start_unix_ms ? " at " : " in ") +
           shown_time(grid, input.first_bin);
  }
  // Values were moved between bins: neither a bin nor the mean says what was changed.
  if (same(input.mean_before, input.mean_after)) return "other values of " + input.id;
  return words(input.mean_before, input.mean_after) + " on average";
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
    causes.push_back(instead_of(change.name, plain(change.before), plain(change.after)));
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

std::string cause_words(const Comparison& comparison, const ComparedRun& before,
                        const ComparedRun& after) {
  const std::vector<std::string> causes = causes_of(comparison, before, after);
  if (causes.empty()) return "";
  if (causes.size() <= kMostCauses) return "with " + joined(causes);
  return "with " + std::to_string(causes.size()) + " changes";
}

std::string share_words(const AttributedChange& change, double scale) {
  if (change.shares.size() == 1) return change.shares.front().name + " made all of it";
  std::vector<AttributedShare> shares = change.shares;
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.amount) > std::fabs(b.amount);
  });
  std::vector<std::string> parts;
  for (const AttributedShare& share : shares) {
    if (parts.size() == kMostShares) break;
    const bool nothing = std::fabs(share.amount) <= kNoChangeShare * scale;
    if (nothing)
      parts.push_back(share.name + " did nothing");
    else
      parts.push_back(share.name + (share.amount > 0 ? " added " : " took off ") +
                      shown_beside(std::fabs(share.amount), scale, change.unit));
  }
  std::string text = joined(parts);
  const std::size_t more = shares.size() - parts.size();
  return more == 0 ? text : text + "; " + std::to_string(more) + " more did less";
}

}  // namespace flowtime
