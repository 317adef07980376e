// Each op on numbers small enough to check in the head: one row, one plan of one op.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "eval/evaluate.h"
#include "eval/kernel_sets.h"
#include "series/absent.h"

namespace flowtime {
namespace {

using Series = std::vector<double>;

// A plan of parameters in0, in1, ... and one op over them whose outputs are published.
class OneOp {
 public:
  explicit OneOp(OpCode code, std::int64_t bins) {
    plan_.bins = bins;
    op_.code = code;
  }
  OneOp& input(Series values, std::uint32_t lag = 0) {
    const std::uint32_t column = add_column(lag);
    plan_.parameters.push_back({"in", {column}, std::move(values), false});
    plan_.operands.push_back(Operand::of({column}, lag));
    return *this;
  }
  OneOp& number(double value) {
    plan_.operands.push_back(Operand::immediate(value));
    return *this;
  }
  OneOp& taps(Series values) {
    op_.tap_count = static_cast<std::uint32_t>(values.size());
    if (!plan_.columns.empty()) plan_.columns[0].history = op_.tap_count - 1;
    plan_.taps = std::move(values);
    return *this;
  }
  OneOp& integers(std::int64_t integer, std::int64_t phase = 0) {
    op_.integer = integer;
    op_.phase = phase;
    return *this;
  }
  OneOp& initial(double value) {
    op_.number = value;
    return *this;
  }
  OneOp& stream(std::uint64_t seed) {
    op_.stream = seed;
    return *this;
  }
  // Every output, evaluated in tiles of `tile_bins`.
  std::vector<Series> run(std::uint32_t outputs, std::int64_t tile_bins) {
    Plan plan = plan_;
    for (std::uint32_t i = 0; i < outputs; ++i) publish(plan, i);
    op_.input_count = static_cast<std::uint32_t>(plan.operands.size());
    op_.output_count = outputs;
    plan.ops = {op_};
    plan.order = {{0}};
    plan.steps = {{Step::Kind::kMap, 0, 1, 1}};
    KeepTiles kept(plan);
    evaluate(plan, {}, kept, nullptr, {.tile_bins = tile_bins});
    std::vector<Series> result;
    for (std::uint32_t i = 0; i < outputs; ++i) {
      result.emplace_back(kept.table[{i}].begin(), kept.table[{i}].end());
    }
    return result;
  }

 private:
  std::uint32_t add_column(std::uint32_t history) {
    Column column;
    column.history = history;
    column.buffer = plan_.buffer_count++;
    plan_.columns.push_back(column);
    return static_cast<std::uint32_t>(plan_.columns.size() - 1);
  }
  static void publish(Plan& plan, std::uint32_t i) {
    Column column;
    column.stored = true;
    column.buffer = plan.buffer_count++;
    const ColumnIndex index{static_cast<std::uint32_t>(plan.columns.size())};
    plan.columns.push_back(column);
    plan.outputs.push_back(index);
    SeriesInfo info;
    info.id = "out" + std::to_string(i);
    plan.series.add(info);
    plan.series_columns.push_back(index);
  }
  Plan plan_;
  Op op_;
};

void expect_outputs(OneOp op, const std::vector<Series>& expected) {
  for (const std::int64_t tile : {1, 2, 100}) {
    const auto got = op.run(static_cast<std::uint32_t>(expected.size()), tile);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(got[i].size(), expected[i].size());
      for (std::size_t t = 0; t < got[i].size(); ++t) {
        if (is_absent(expected[i][t])) {
          EXPECT_EQ(std::bit_cast<std::uint64_t>(got[i][t]), std::bit_cast<std::uint64_t>(kAbsent));
        } else {
          EXPECT_NEAR(got[i][t], expected[i][t], 1e-12) << "tile " << tile << " bin " << t;
        }
      }
    }
  }
}

const double kInf = std::numeric_limits<double>::infinity();

// Any value anywhere in a column of any length is seen, by every set of instructions.
TEST(Kernels, AColumnIsLookedOver) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const eval::KernelSet* set : {&eval::portable_kernels(), &eval::best_kernels()}) {
    for (std::size_t count = 0; count <= 40; ++count) {
      Series values(count, 0.5);
      EXPECT_EQ(set->look_over(values.data(), static_cast<std::int64_t>(count)), 2);
      for (double& value : values) {
        for (const auto& [odd, found] : {std::pair{kAbsent, 0},
                                         {-kAbsent, 0},
                                         {kInfinity, 0},
                                         {-kInfinity, 0},
                                         {-1.0, 1},
                                         {-0.0, 1},
                                         {-5e-324, 1}}) {
          value = odd;
          EXPECT_EQ(set->look_over(values.data(), static_cast<std::int64_t>(count)), found) << odd;
        }
        value = 0.0;
      }
    }
  }
}

TEST(Kernels, QueueGrowsByWhatIsNotServed) {
  expect_outputs(
      OneOp(OpCode::kQueue, 4).input({10, 20, 5, 0}).number(8).input({0, 1, 1, 0}).initial(5),
      {{7, 18, 14, 6}});
  expect_outputs(OneOp(OpCode::kQueue, 4).number(10).number(3).number(0), {{7, 14, 21, 28}});
  expect_outputs(OneOp(OpCode::kQueue, 3).input({10, kAbsent, 5}).input({4, 4, kInf}).number(0),
                 {{6, 2, 7}});
}

TEST(Kernels, LimitedQueueSendsTheRestOver) {
  expect_outputs(OneOp(OpCode::kLimitedQueue, 3).number(15).number(5).number(0).number(10),
                 {{10, 10, 10}, {0, 10, 10}});
  expect_outputs(OneOp(OpCode::kLimitedQueue, 4).number(20).number(5).number(1).number(15),
                 {{14, 15, 15, 15}, {0, 13, 14, 14}});
  expect_outputs(
      OneOp(OpCode::kLimitedQueue, 4).number(15).number(5).number(0).input({10, 5, kAbsent, -3}),
      {{10, 5, 0, 0}, {0, 15, 15, 10}});
}

TEST(Kernels, GateOpensEveryPeriod) {
  expect_outputs(OneOp(OpCode::kGate, 5).input({10, 12, 14, 16, 18}).number(5).integers(2, 1),
                 {{0, 5, 0, 5, 0}});
  expect_outputs(OneOp(OpCode::kGate, 4).input({3, 7, 11, 13}).input({2, 4, 6, 8}).integers(3, 0),
                 {{2, 0, 0, 8}});
  expect_outputs(OneOp(OpCode::kGate, 2).number(4).number(-1).integers(1), {{0, 0}});
}

TEST(Kernels, ConvolutionSkipsAbsentSamples) {
  expect_outputs(OneOp(OpCode::kConv, 5).input({10, 20, 0, 0, 0}).taps({0, 0.6, 0.3, 0.1}),
                 {{0, 6, 15, 7, 2}});
  expect_outputs(OneOp(OpCode::kConv, 3).input({10, kAbsent, 10}).taps({1, 1}), {{10, 10, 10}});
}

TEST(Kernels, LongConvolutionEqualsTheSumOverTaps) {
  Series x, taps(7, 0.125), expected;
  for (int t = 0; t < 60; ++t) x.push_back(t % 9);
  for (int t = 0; t < 60; ++t) {
    double sum = 0;
    for (int j = 0; j < 7 && j <= t; ++j) sum += 0.125 * x[static_cast<std::size_t>(t - j)];
    expected.push_back(sum);
  }
  expect_outputs(OneOp(OpCode::kConv, 60).input(x).taps(taps), {expected});
}

TEST(Kernels, EmaHoldsOverAbsentAndSeedsOnTheFirstFinite) {
  expect_outputs(OneOp(OpCode::kEma, 4).input({10, 20, kAbsent, 0}).initial(0.5),
                 {{10, 15, 15, 7.5}});
  expect_outputs(OneOp(OpCode::kEma, 3).input({kAbsent, 8, 4}).initial(0.5), {{kAbsent, 8, 6}});
}

TEST(Kernels, CumulativeSumSkipsAbsent) {
  expect_outputs(OneOp(OpCode::kCumSum, 3).input({4, kAbsent, 16}), {{4, 4, 20}});
}

TEST(Kernels, AllocationIsProportionalAboveTheCapacity) {
  expect_outputs(OneOp(OpCode::kAllocate, 1).number(80).number(60).number(60), {{40}, {40}});
  expect_outputs(OneOp(OpCode::kAllocate, 1).number(100).number(30).number(40), {{30}, {40}});
  expect_outputs(OneOp(OpCode::kAllocate, 1).number(60).number(60).number(30).number(-5),
                 {{40}, {20}, {0}});
  expect_outputs(OneOp(OpCode::kAllocate, 1).number(0).number(5).number(5), {{0}, {0}});
}

TEST(Kernels, PartsScaleToTheirTotal) {
  expect_outputs(OneOp(OpCode::kScaleParts, 1).number(7).number(6).number(4).number(0),
                 {{4.2}, {2.8}, {0}});
  expect_outputs(OneOp(OpCode::kScaleParts, 1).number(5).number(0).number(0).number(0),
                 {{0}, {0}, {5}});
  expect_outputs(OneOp(OpCode::kScaleParts, 1).number(-2).number(1).number(1).number(0),
                 {{0}, {0}, {-2}});
  expect_outputs(OneOp(OpCode::kScaleParts, 1).number(kAbsent).number(1).number(1),
                 {{kAbsent}, {kAbsent}});
  expect_outputs(OneOp(OpCode::kScaleParts, 1).number(4).number(0).number(0).number(3).number(1),
                 {{3}, {1}});
}

TEST(Kernels, EchoIsApportionedByFlow) {
  expect_outputs(OneOp(OpCode::kApportion, 1).number(12).number(30).number(10), {{9}, {3}});
  expect_outputs(OneOp(OpCode::kApportion, 1).number(12).number(0).number(0), {{6}, {6}});
}

TEST(Kernels, DrawsFollowTheStream) {
  expect_outputs(OneOp(OpCode::kDrawPmf, 8).taps({10, 20, 30, 40, .1, .2, .3, .4}).stream(42),
                 {{30, 10, 40, 40, 10, 40, 40, 30}});
}

struct Sampling {
  std::uint64_t seed;
  std::int64_t bins;
  Series values, probabilities, first, counts;
};

TEST(Kernels, SamplesOfADistribution) {
  const Sampling rows[] = {
      {42,
       1000,
       {1, 2, 3, 4},
       {0.25, 0.25, 0.25, 0.25},
       {2, 1, 4, 4, 1, 4, 3, 2, 2, 4, 1, 1, 3, 1, 4, 4, 1, 1, 4, 4},
       {250, 229, 244, 277}},
      {42,
       999,
       {100, 200, 300},
       {0.8, 0.15, 0.05},
       {100, 100, 200, 200, 100, 200, 100, 100, 100, 100,
        100, 100, 100, 100, 200, 200, 100, 100, 300, 100},
       {775, 170, 54}},
      {42,
       20,
       {100, 200},
       {0.5, 0.5},
       {100, 100, 200, 200, 100, 200, 200, 100, 100, 200,
        100, 100, 200, 100, 200, 200, 100, 100, 200, 200},
       {10, 10}},
      {999,
       10000,
       {10, 20, 30, 40, 50},
       {0.1, 0.2, 0.3, 0.25, 0.15},
       {30, 10, 30, 10, 20, 40, 40, 30, 50, 40, 50, 20, 20, 30, 30, 30, 50, 20, 50, 10},
       {1020, 2005, 2960, 2566, 1449}},
  };
  for (const Sampling& row : rows) {
    Series taps = row.values;
    taps.insert(taps.end(), row.probabilities.begin(), row.probabilities.end());
    const Series draws =
        OneOp(OpCode::kDrawPmf, row.bins).taps(taps).stream(row.seed).run(1, 256).front();
    EXPECT_EQ(Series(draws.begin(), draws.begin() + 20), row.first) << row.seed;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      EXPECT_EQ(std::count(draws.begin(), draws.end(), row.values[i]), row.counts[i]) << row.seed;
    }
  }
}

TEST(Kernels, PoissonDrawsHaveTheirMean) {
  for (const double rate : {0.5, 7.0, 90.0}) {
    const auto draws = OneOp(OpCode::kDrawPoisson, 20000).initial(rate).stream(7).run(1, 512);
    double sum = 0;
    for (const double draw : draws[0]) sum += draw;
    EXPECT_NEAR(sum / 20000, rate, 5 * std::sqrt(rate / 20000)) << rate;
  }
}

}  // namespace
}  // namespace flowtime
