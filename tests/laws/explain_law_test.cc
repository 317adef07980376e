// What holds for the explanation of any value: what it is taken apart into sums to it, and values
// that were not stored come out as evaluation had them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "explain/build_up.h"
#include "explain/contributions.h"
#include "explain/level.h"
#include "laws/law.h"
#include "series/absent.h"
#include "series/pcg32.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime::tests {
namespace {

// A model with everything that an explanation works on, all series stored but for some.
struct Explained {
  LawModel law;
  SeriesTable table;
  PlanIndex index;
  SeriesFacts facts;
  StoredColumns stored;

  explicit Explained(LawModel model)
      : law(std::move(model)),
        table(evaluate_all(law.plan)),
        index(law.plan),
        facts(law.model, law.plan.series),
        stored(law.plan.columns.size()) {
    for (std::uint32_t s = 0; s < law.plan.series.size(); ++s) store(SeriesIndex{s});
  }
  void store(SeriesIndex series) {
    stored[law.plan.series_columns[series.value].value] = table[series];
  }
  ColumnIndex column_of(std::uint32_t series) const { return law.plan.series_columns[series]; }
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> yaml_files(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(FT_SOURCE_DIR "/" + folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::optional<LawModel> compiled(Model model) {
  LawModel law;
  law.model = std::move(model);
  Result<Compiled> plan = compile_model(law.model);
  if (!plan) return std::nullopt;
  law.plan = std::move(plan.value().plan);
  return law;
}

std::optional<LawModel> example(const std::filesystem::path& path) {
  ReadOutcome read = read_text(read_file(path));
  if (!read.model) return std::nullopt;
  return compiled(std::move(*read.model));
}

// The model that a template gives with the defaults of its parameters.
std::optional<LawModel> catalogue_model(const std::filesystem::path& path) {
  const auto from = read_template(read_file(path), path.filename().string());
  if (!from) return std::nullopt;
  const auto bound = bind_parameters(*from, {});
  if (!bound) return std::nullopt;
  const auto expansion = expand(*from, *bound);
  if (!expansion) return std::nullopt;
  auto model = read_model(expansion->document);
  if (!model) return std::nullopt;
  return compiled(std::move(model).value());
}

struct Residuals {
  int asked = 0, exact = 0;
  int rounded = 0;     // that need a term `rounding`
  double largest = 0;  // of |(residual + rounding) / value|
  std::string worst;
};

// Digits beside the amounts are no more than doubles of that size cannot say; only the last amount
// has some.
void expect_last_place(const std::vector<Contribution>& contributions) {
  double largest = 0, sum = 0;
  for (const Contribution& c : contributions) {
    sum += c.kind == CauseKind::kRounding ? 0 : c.amount;
    largest = std::max({largest, std::fabs(c.amount), std::fabs(sum)});
  }
  constexpr double kLastPlace = 2.3e-16;
  EXPECT_LE(std::fabs(contributions.back().amount_rest), kLastPlace * largest);
  for (std::size_t i = 0; i + 1 < contributions.size(); ++i) {
    EXPECT_EQ(contributions[i].amount_rest, 0);
  }
}

// The last place of the smallest double that is within a billionth of `amount`; of 0 none.
double finest_place(double amount) {
  if (amount == 0) return HUGE_VAL;
  const double smallest = std::fabs(amount) * (1 - 1e-9);
  return smallest - std::nextafter(smallest, 0.0);
}

// Why no doubles will do: every double that is within a billionth of its amount is a multiple of
// the finest last place of all, so is each of their sums, rounded or not, and the value is none.
// Places are powers of two and fmod is exact.
bool no_doubles_sum_to(double value, const std::vector<Contribution>& contributions) {
  double place = HUGE_VAL;
  for (const Contribution& c : contributions) {
    if (c.kind != CauseKind::kRounding) place = std::min(place, finest_place(c.amount));
  }
  return std::fmod(value, place) != 0;
}

// An amount has digits below its double only where no doubles do: each such value is proved.
void expect_no_doubles_do(double value, const std::vector<Contribution>& contributions) {
  const Contribution& last = contributions.back();
  if (last.amount_rest == 0 && last.kind != CauseKind::kRounding) return;
  EXPECT_TRUE(no_doubles_sum_to(value, contributions)) << value;
}

// Ways from one place that nearly cancel are told as one. What came and what left are not set off
// against one another.
void expect_no_cancelling_ways(const std::vector<Contribution>& contributions) {
  std::map<std::tuple<CauseKind, Side, std::string, std::string>, std::pair<double, double>> sums;
  for (const Contribution& c : contributions) {
    auto& [gross, net] = sums[{c.kind, c.side, c.series_id, c.class_id}];
    gross += std::fabs(c.amount);
    net += c.amount;
  }
  for (const auto& [place, sum] : sums) {
    const bool one = sum.first == std::fabs(sum.second);
    EXPECT_TRUE(one || std::fabs(sum.second) * 11 >= sum.first)
        << std::get<2>(place) << ": " << sum.second << " of " << sum.first;
  }
}

// Explains one value and notes what is left over.
void note_residual(const Explained& e, std::uint32_t series, std::int64_t bin, Residuals& noted) {
  const double value = e.table[SeriesIndex{series}][static_cast<std::size_t>(bin)];
  if (is_absent(value)) return;
  ColumnValues values(e.law.plan, e.index, e.stored);
  Breakdowns breakdowns(e.law.plan, e.index, values);
  const WalkStart start{e.column_of(series), bin, {value, 0}};
  WalkResult walked = walk_back(e.index, e.law.plan, e.facts, breakdowns, {&start, 1}, {});
  const ContributionSource source{e.law.plan, e.index, e.facts, values};
  const auto contributions = contributions_of(source, std::move(walked), {});
  expect_no_cancelling_ways(contributions);
  double residual = residual_of(value, contributions);
  ++noted.asked;
  noted.exact += residual == 0;
  if (!contributions.empty() && contributions.back().kind == CauseKind::kRounding) {
    residual += contributions.back().amount;
    ++noted.rounded;
  }
  if (!contributions.empty()) {
    expect_no_doubles_do(value, contributions);
    expect_last_place(contributions);
  }
  const double relative = value == 0 ? std::fabs(residual) : std::fabs(residual / value);
  if (relative <= noted.largest) return;
  noted.largest = relative;
  noted.worst = e.law.plan.series[SeriesIndex{series}].id + " bin " + std::to_string(bin);
}

void sample_residuals(const Explained& e, std::uint64_t seed, int samples, Residuals& noted) {
  Pcg32 random = Pcg32::seeded(seed);
  for (int i = 0; i < samples; ++i) {
    const auto series = static_cast<std::uint32_t>(random.next_double() *
                                                   static_cast<double>(e.law.plan.series.size()));
    const auto bin =
        static_cast<std::int64_t>(random.next_double() * static_cast<double>(e.law.plan.bins));
    note_residual(e, series, bin, noted);
  }
}

// Every value is the sum of its amounts, none needs a term `rounding`.
void expect_small(const Residuals& noted) {
  EXPECT_EQ(noted.exact, noted.asked);
  EXPECT_EQ(noted.rounded, 0) << " of " << noted.asked;
  EXPECT_LE(noted.largest, 1e-9) << noted.worst;
}

// 1,000 values of each set of models.
void expect_sums(const std::vector<std::filesystem::path>& paths,
                 std::optional<LawModel> (*read)(const std::filesystem::path&)) {
  Residuals noted;
  for (const auto& path : paths) {
    auto law = read(path);
    ASSERT_TRUE(law) << path;
    const Explained explained(std::move(*law));
    sample_residuals(explained, 7, 1 + 1100 / static_cast<int>(paths.size()), noted);
  }
  EXPECT_GE(noted.asked, 1000);
  expect_small(noted);
}

TEST(ExplainLaw, ValuesThatDoublesSumToAreToldFromThoseThatTheyDoNot) {
  const auto sums_to = [](double value, double a, double b) {
    return !no_doubles_sum_to(value, {{.amount = a}, {.amount = b}});
  };
  EXPECT_TRUE(sums_to(30.964 - 25.008, 30.964, -25.008));
  EXPECT_FALSE(sums_to(5.9560000000000013, 30.964, -25.008));
  EXPECT_TRUE(sums_to(5.9560000000000013, 30.964, 0.008));  // the small one has the digits
  EXPECT_TRUE(sums_to(16.3, 16 * (1 + 1e-12), 0));          // doubles just below 16 have them
}

TEST(ExplainLaw, ContributionsOfTheExamplesSumToTheirValues) {
  const auto paths = yaml_files("examples");
  ASSERT_GE(paths.size(), 8u);
  expect_sums(paths, example);
}

TEST(ExplainLaw, ContributionsOfTheCatalogueSumToTheirValues) {
  const auto paths = yaml_files("templates");
  ASSERT_GE(paths.size(), 12u);
  expect_sums(paths, catalogue_model);
}

TEST(ExplainLaw, ContributionsOfRandomModelsSumToTheirValues) {
  Residuals noted;
  for_each_seed([&](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.degenerate = false;
    auto law = law_model(options);
    ASSERT_TRUE(law);
    const Explained explained(std::move(*law));
    sample_residuals(explained, seed, 10, noted);
  });
  expect_small(noted);
}

// In this model a hundred million comes from an initial depth by one way and goes by another.
// Shares of a capacity of that size keep it: the capacity and what the others took are told in
// full.
TEST(ExplainLaw, WhatCancelsOnTwoWaysIsToldAsWhatIsLeft) {
  RandomModelOptions options = options_of_seed(590);
  options.degenerate = false;
  auto law = law_model(options);
  ASSERT_TRUE(law);
  const Explained explained(std::move(*law));
  Residuals noted;
  sample_residuals(explained, 590, 100, noted);
  expect_small(noted);
}

// What brought items into a level sums to what came in, what took them to what left it.
void expect_gross(const Explained& e, ColumnIndex level, std::int64_t bin, int& told) {
  ColumnValues values(e.law.plan, e.index, e.stored);
  Breakdowns breakdowns(e.law.plan, e.index, values);
  const auto built = build_up(e.law.plan, e.index, e.facts, breakdowns, level, bin, 8);
  if (!built) return;
  const double depth = breakdowns.value(Operand::of(level), bin);
  const WalkStart start{level, bin, {depth, 0}};
  const WalkResult walked = walk_back(e.index, e.law.plan, e.facts, breakdowns, {&start, 1}, {});
  double in = 0, out = 0;
  for (const Cause& cause : walked.causes) {
    if (cause.side == Side::kIn) in += cause.total().rounded();
    if (cause.side == Side::kOut) out -= cause.total().rounded();
  }
  const double left = built->outflow + built->loss + built->overflow;
  const double scale = 1e-9 * (std::fabs(built->inflow) + std::fabs(left) + depth);
  EXPECT_NEAR(in, built->inflow, scale) << e.law.plan.columns[level.value].name << " " << bin;
  EXPECT_NEAR(out, left, scale) << e.law.plan.columns[level.value].name << " " << bin;
  ++told;
}

TEST(ExplainLaw, WhatCameAndWhatLeftAreToldInFull) {
  int told = 0;
  for_each_seed([&](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.degenerate = false;
    auto law = law_model(options);
    ASSERT_TRUE(law);
    const Explained e(std::move(*law));
    for (std::uint32_t c = 0; c < e.law.plan.columns.size(); ++c) {
      if (queue_operands(e.law.plan, e.index.maker({c}))) {
        expect_gross(e, {c}, e.law.plan.bins - 1, told);
      }
    }
  });
  EXPECT_GE(told, 50);
}

// Every op of every model, degenerate ones too: terms that are told sum to the value, exactly.
TEST(ExplainLaw, EveryBreakdownSumsToItsValue) {
  for_each_seed([&](std::uint64_t seed) {
    auto law = law_model(options_of_seed(seed));
    ASSERT_TRUE(law);
    const Explained e(std::move(*law));
    ColumnValues values(e.law.plan, e.index, e.stored);
    Breakdowns breakdowns(e.law.plan, e.index, values);
    for (std::uint32_t c = 0; c < e.law.plan.columns.size(); ++c) {
      for (std::int64_t bin = 0; bin < e.law.plan.bins; ++bin) {
        const Breakdown breakdown = breakdowns.of({c}, bin);
        if (breakdown.terms.empty()) continue;
        Twofold sum;
        for (const Term& term : breakdown.terms) sum += term.amount;
        ASSERT_EQ(sum, (Twofold{breakdown.value, 0}))
            << e.law.plan.columns[c].name << " bin " << bin << " " << seed;
      }
    }
  });
}

// A value that is neither 0 nor absent has a cause.
TEST(ExplainLaw, EveryValueButZeroIsTakenApart) {
  for_each_seed([&](std::uint64_t seed) {
    auto law = law_model(options_of_seed(seed));
    ASSERT_TRUE(law);
    const Explained e(std::move(*law));
    ColumnValues values(e.law.plan, e.index, e.stored);
    Breakdowns breakdowns(e.law.plan, e.index, values);
    for (std::uint32_t s = 0; s < e.law.plan.series.size(); ++s) {
      if (e.index.maker(e.column_of(s)).parameter != nullptr) continue;
      for (std::int64_t bin = 0; bin < e.law.plan.bins; ++bin) {
        const Breakdown breakdown = breakdowns.of(e.column_of(s), bin);
        const bool nothing = breakdown.value == 0 || is_absent(breakdown.value);
        ASSERT_EQ(breakdown.terms.empty(), nothing)
            << e.law.plan.series[SeriesIndex{s}].id << " bin " << bin << " is " << breakdown.value;
      }
    }
  });
}

// What is not stored is evaluated again, to the same bits, in whatever order it is asked for.
TEST(ExplainLaw, ValuesThatAreNotStoredAreEvaluatedAgain) {
  for_each_seed([&](std::uint64_t seed) {
    auto law = law_model(options_of_seed(seed));
    ASSERT_TRUE(law);
    Explained e(std::move(*law));
    Pcg32 random = Pcg32::seeded(seed);
    for (auto& row : e.stored) {
      if (random.next_double() < 0.7) row = {};
    }
    ColumnValues values(e.law.plan, e.index, e.stored);
    for (std::int64_t i = 0; i < e.law.plan.bins; ++i) {
      const std::int64_t bin = (i * 7 + 5) % e.law.plan.bins;  // not in order
      for (std::uint32_t s = 0; s < e.law.plan.series.size(); ++s) {
        const double expected = e.table[SeriesIndex{s}][static_cast<std::size_t>(bin)];
        ASSERT_TRUE(same_bits(values.at(e.column_of(s), bin), expected))
            << e.law.plan.series[SeriesIndex{s}].id << " bin " << bin;
      }
    }
  });
}

}  // namespace
}  // namespace flowtime::tests
