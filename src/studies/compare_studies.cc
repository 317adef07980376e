#include "studies/compare_studies.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "metrics/noise.h"
#include "series/absent.h"
#include "series/shown.h"
#include "studies/found_numbers.h"

namespace flowtime::studies {
namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
Names both(const Names& one, const Names& other) {
  Names made;
  std::copy_if(one.begin(), one.end(), std::back_inserter(made),
               [&](const std::string& name) { return has(other, name); });
  return made;
}
Names only(const Names& one, const Names& other) {
  Names made;
  std::copy_if(one.begin(), one.end(), std::back_inserter(made),
               [&](const std::string& name) { return !has(other, name); });
  return made;
}
// Where the names are among all of them.
std::vector<std::size_t> places(const Names& names, const Names& all) {
  std::vector<std::size_t> made;
  for (const std::string& name : names) {
    made.push_back(static_cast<std::size_t>(std::find(all.begin(), all.end(), name) - all.begin()));
  }
  return made;
}

// 0: no change; 1: all of what the figure ever is.
double size_of(double before, double after, double scale) {
  if (is_absent(before) != is_absent(after)) return 1;
  if (is_absent(before) || before == after) return 0;
  const double size = std::fabs(after - before) / scale;
  return size <= kNoChangeShare ? 0 : size;
}

template <class Moves>
void largest_first(Moves& moves) {
  std::stable_sort(moves.begin(), moves.end(),
                   [](const auto& a, const auto& b) { return a.size > b.size; });
}

// The rows of two studies, side by side.
class PointComparison {
 public:
  PointComparison(StudyComparison& made, const std::vector<StudyRow>& before,
                  const std::vector<StudyRow>& after)
      : made_(made), before_(before), after_(after) {}

  void compare() {
    figures_before_ = places(made_.measures, made_.before.measures);
    figures_after_ = places(made_.measures, made_.after.measures);
    for (std::size_t i = 0; i < made_.measures.size(); ++i) scales_.push_back(scale(i));
    pair_up();
    largest_first(made_.points);
    for (std::size_t i = 0; i < made_.measures.size(); ++i) made_.figures.push_back(summary(i));
  }

 private:
  // The peak of the figure in both studies.
  double scale(std::size_t figure) const {
    double peak = 0;
    for (const StudyRow& row : before_)
      peak = std::max(peak, std::fabs(finite_or_zero(value(row, figures_before_[figure]))));
    for (const StudyRow& row : after_)
      peak = std::max(peak, std::fabs(finite_or_zero(value(row, figures_after_[figure]))));
    return peak;
  }
  static double value(const StudyRow& row, std::size_t figure) { return row.figures[figure].value; }

  // Twelve digits: 60..96/12 and a list of the same numbers meet.
  static std::string key(const StudyRow& row, const std::vector<std::size_t>& order) {
    std::string text;
    char digits[32];
    for (const std::size_t i : order) {
      std::snprintf(digits, sizeof digits, "%.12g ", row.point[i]);
      text += digits;
    }
    return text;
  }

  // Of points with the same inputs, such as draws of an ensemble that varies nothing, the k-th is
  // compared with the k-th.
  void pair_up() {
    if (!made_.parameters_only_before.empty() || !made_.parameters_only_after.empty()) {
      for (const StudyRow& row : before_) made_.only_before.push_back(row.point);
      for (const StudyRow& row : after_) made_.only_after.push_back(row.point);
      return;
    }
    const auto order = places(made_.parameters, made_.after.parameters);
    std::unordered_map<std::string, std::vector<std::size_t>> waiting;
    for (std::size_t k = after_.size(); k-- > 0;) waiting[key(after_[k], order)].push_back(k);
    std::vector<bool> is_paired(after_.size());
    const auto same_order = places(made_.parameters, made_.before.parameters);
    for (std::size_t k = 0; k < before_.size(); ++k) {
      const auto found = waiting.find(key(before_[k], same_order));
      if (found == waiting.end() || found->second.empty()) {
        made_.only_before.push_back(before_[k].point);
        continue;
      }
      compare_pair(k, found->second.back());
      is_paired[found->second.back()] = true;
      found->second.pop_back();
    }
    for (std::size_t k = 0; k < after_.size(); ++k) {
      if (!is_paired[k]) made_.only_after.push_back(after_[k].point);
    }
  }

  void compare_pair(std::size_t before, std::size_t after) {
    ++made_.same_points;
    PointMove move{.inputs = before_[before].point,
                   .before_point = static_cast<std::int64_t>(before),
                   .after_point = static_cast<std::int64_t>(after)};
    for (std::size_t i = 0; i < made_.measures.size(); ++i) {
      FigureMove figure{.before = before_[before].figures[figures_before_[i]],
                        .after = after_[after].figures[figures_after_[i]]};
      figure.size = size_of(figure.before.value, figure.after.value, scales_[i]);
      if (figure.before.at_least != figure.after.at_least)
        figure.size = std::max(figure.size, kNoChangeShare);
      move.size = std::max(move.size, figure.size);
      move.figures.push_back(std::move(figure));
    }
    add_change(move);
    if (move.size > 0) made_.points.push_back(std::move(move));
  }

  void add_change(const PointMove& move) {
    sums_.resize(made_.measures.size());
    counts_.resize(made_.measures.size());
    for (std::size_t i = 0; i < move.figures.size(); ++i) {
      const double change = move.figures[i].after.value - move.figures[i].before.value;
      if (is_absent(change)) continue;
      sums_[i] += change;
      ++counts_[i];
    }
  }

  FigureSummary summary(std::size_t figure) const {
    FigureSummary made{.mean_change = kAbsent};
    double largest = 0;
    for (std::size_t k = 0; k < made_.points.size(); ++k) {
      const double size = made_.points[k].figures[figure].size;
      made.differing += size > 0;
      if (size <= largest) continue;
      largest = size;
      made.largest_at = k;
    }
    if (figure < counts_.size() && counts_[figure] > 0) {
      made.mean_change = sums_[figure] / static_cast<double>(counts_[figure]);
    }
    return made;
  }

  StudyComparison& made_;
  const std::vector<StudyRow>&before_, &after_;
  std::vector<std::size_t> figures_before_, figures_after_;
  std::vector<double> scales_, sums_;
  std::vector<std::int64_t> counts_;
};

// What two studies of one kind found.
class FoundComparison {
 public:
  FoundComparison(StudyComparison& made, const FoundNumbers& before, const FoundNumbers& after)
      : made_(made), before_(before), after_(after) {}

  void compare() {
    for (const FoundNumber& number : before_.numbers) {
      const FoundNumber* other = find(after_, number);
      add(number, number.value, other == nullptr ? kAbsent : other->value);
    }
    for (const FoundNumber& number : after_.numbers) {
      if (find(before_, number) == nullptr) add(number, kAbsent, number.value);
    }
    largest_first(made_.found);
    for (const FoundBand& band : before_.bands) {
      for (const FoundBand& other : after_.bands) {
        if (band.series == other.series && band.name == other.name) add(band, other);
      }
    }
    largest_first(made_.bands);
  }

 private:
  static const FoundNumber* find(const FoundNumbers& all, const FoundNumber& like) {
    for (const FoundNumber& number : all.numbers) {
      if (number.what == like.what && number.of == like.of) return &number;
    }
    return nullptr;
  }
  // Gradients are large or small beside one another, values of different parameters are not.
  double scale_of(const FoundNumber& like) const {
    double peak = 0;
    for (const FoundNumbers* all : {&before_, &after_}) {
      for (const FoundNumber& number : all->numbers) {
        const bool counts =
            number.what == like.what && (like.what != "value" || number.of == like.of);
        if (counts) peak = std::max(peak, std::fabs(finite_or_zero(number.value)));
      }
    }
    return peak;
  }
  void add(const FoundNumber& number, double before, double after) {
    const double size = size_of(before, after, scale_of(number));
    if (size <= 0) {
      ++made_.found_alike;
      return;
    }
    made_.found.push_back({number.what, number.of, before, after, size});
  }

  double scale_of(const std::string& series) const {
    double peak = 0;
    for (const FoundNumbers* all : {&before_, &after_}) {
      for (const FoundBand& band : all->bands) {
        if (band.series == series) peak = std::max(peak, peak_magnitude(band.values));
      }
    }
    return peak;
  }
  void add(const FoundBand& before, const FoundBand& after) {
    BandMove move{.series = before.series, .band = before.name};
    const double scale = scale_of(before.series);
    for (std::size_t t = 0; t < std::min(before.values.size(), after.values.size()); ++t) {
      const double size = size_of(before.values[t], after.values[t], scale);
      if (size <= move.size) continue;
      move.bin = static_cast<std::int64_t>(t);
      move.before = before.values[t];
      move.after = after.values[t];
      move.size = size;
    }
    if (move.size > 0) made_.bands.push_back(std::move(move));
  }

  StudyComparison& made_;
  const FoundNumbers &before_, &after_;
};

std::string points_in_words(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " point" : " points");
}
std::string moved(const std::string& before, const std::string& after) {
  return "is " + after + ", " + before + " before";
}
std::string shown_or_none(double value) { return is_absent(value) ? "none" : shown_amount(value); }

class StudiesSentence {
 public:
  explicit StudiesSentence(const StudyComparison& comparison) : made_(comparison) {}

  std::string tell() const {
    std::string text = found() + points();
    const auto before = static_cast<std::int64_t>(made_.only_before.size());
    const auto after = static_cast<std::int64_t>(made_.only_after.size());
    if (made_.same_points > 0 && before + after > 0) {
      text += " " + points_in_words(before) + (before == 1 ? " is" : " are") +
              " only in the first study, " + std::to_string(after) + " only in the second.";
    }
    return text;
  }

 private:
  std::string found() const {
    if (made_.found.empty()) return "";
    const FoundMove& most = made_.found.front();
    const std::size_t all = made_.found.size() + static_cast<std::size_t>(made_.found_alike);
    return "Of " + std::to_string(all) + " numbers found " + std::to_string(made_.found.size()) +
           (made_.found.size() == 1 ? " differs: " : " differ, most of all: ") + most.what +
           " of " + most.of + " " + moved(shown_or_none(most.before), shown_or_none(most.after)) +
           ". ";
  }

  std::string points() const {
    if (made_.before.kind == StudyKind::kSuggest || made_.after.kind == StudyKind::kSuggest) {
      return made_.found.empty() ? "They suggest the same." : "";
    }
    if (!made_.parameters_only_before.empty() || !made_.parameters_only_after.empty()) {
      return "No point has the same inputs: " + different_parameters() + ".";
    }
    if (made_.same_points == 0) return no_same_point();
    if (made_.measures.empty()) return "The studies have no figure in common.";
    const std::string same = points_in_words(made_.same_points) + " with the same inputs";
    if (made_.points.empty()) {
      return made_.same_points == 1 ? "The figures of the point with the same inputs are equal."
                                    : "The figures of all " + same + " are equal.";
    }
    return "Of " + same + " " + std::to_string(made_.points.size()) +
           (made_.points.size() == 1 ? " differs: " : " differ, most of all: ") + most() + ".";
  }

  std::string no_same_point() const {
    if (made_.before.completed_points == 0 || made_.after.completed_points == 0) {
      return "One of the studies has no evaluated points.";
    }
    return "No point has the same inputs: the studies take other values of " +
           shown_list(made_.parameters) + ".";
  }

  std::string different_parameters() const {
    std::string text;
    if (!made_.parameters_only_before.empty())
      text = "only the first study varies " + shown_list(made_.parameters_only_before);
    if (made_.parameters_only_after.empty()) return text;
    return text + (text.empty() ? "" : ", ") + "only the second varies " +
           shown_list(made_.parameters_only_after);
  }

  std::string most() const {
    const PointMove& point = made_.points.front();
    std::size_t figure = 0;
    for (std::size_t i = 0; i < point.figures.size(); ++i) {
      if (point.figures[i].size > point.figures[figure].size) figure = i;
    }
    const FigureMove& move = point.figures[figure];
    const std::string at = made_.parameters.empty()
                               ? "point " + std::to_string(point.before_point)
                               : inputs_in_words(made_.parameters, point.inputs);
    return made_.measures[figure] + " at " + at + " " +
           moved(figures::shown(move.before), figures::shown(move.after));
  }

  const StudyComparison& made_;
};

void remark_on(const StudyRecord& record, const FoundNumbers& found, Names& remarks) {
  if (record.status != StudyStatus::kCompleted) {
    remarks.push_back(record.id + " is " + name_of(record.status) + ": " +
                      std::to_string(record.completed_points) + " of " +
                      points_in_words(record.points) + " are compared.");
  }
  if (!found.converged) remarks.push_back("The search of " + record.id + " did not converge.");
  if (!found.feasible) remarks.push_back("The answer of " + record.id + " breaks a constraint.");
}

Names remarks_of(const StudyComparison& made, const FoundNumbers& before,
                 const FoundNumbers& after) {
  Names remarks;
  if (made.before.kind != made.after.kind) {
    remarks.push_back(std::string("One is ") + name_of(made.before.kind) + ", the other " +
                      name_of(made.after.kind) + ": only their points are compared.");
  }
  remark_on(made.before, before, remarks);
  if (made.after.id != made.before.id) remark_on(made.after, after, remarks);
  if (made.before.engine_version != made.after.engine_version) {
    remarks.push_back("They were evaluated by versions " + made.before.engine_version + " and " +
                      made.after.engine_version + ".");
  }
  return remarks;
}

}  // namespace

std::string inputs_in_words(const std::vector<std::string>& names, const whatif::Point& inputs) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < inputs.size(); ++i) {
    text += (text.empty() ? "" : ", ") + names[i] + " = " + shown_amount(inputs[i]);
  }
  return text;
}

Result<StudyComparison> compare_studies(StudyStore& store, const std::string& before,
                                        const std::string& after) {
  StudyComparison made;
  FT_TRY(made.before, store.find(before));
  FT_TRY(made.after, store.find(after));
  FT_TRY(const std::vector<StudyRow> rows_before, store.points_of(made.before));
  FT_TRY(const std::vector<StudyRow> rows_after, store.points_of(made.after));
  made.parameters = both(made.before.parameters, made.after.parameters);
  made.parameters_only_before = only(made.before.parameters, made.after.parameters);
  made.parameters_only_after = only(made.after.parameters, made.before.parameters);
  made.measures = both(made.before.measures, made.after.measures);
  made.measures_only_before = only(made.before.measures, made.after.measures);
  made.measures_only_after = only(made.after.measures, made.before.measures);
  PointComparison(made, rows_before, rows_after).compare();
  const FoundNumbers found_before = found_numbers(made.before.kind, made.before.answer);
  const FoundNumbers found_after = found_numbers(made.after.kind, made.after.answer);
  const bool both_found = !made.before.answer.empty() && !made.after.answer.empty();
  if (made.before.kind == made.after.kind && both_found) {
    FoundComparison(made, found_before, found_after).compare();
  }
  made.sentence = StudiesSentence(made).tell();
  made.remarks = remarks_of(made, found_before, found_after);
  return made;
}

}  // namespace flowtime::studies
