// Every op alone, on awkward numbers: the kernels of every instruction set, in tiles of every size
// and for several lanes, give the bits of the plain evaluation.
#include <gtest/gtest.h>

#include <limits>

#include "eval/evaluate_lanes.h"
#include "laws/law.h"
#include "series/absent.h"
#include "series/arithmetic.h"
#include "series/pcg32.h"
#include "support/plain_evaluation.h"

namespace flowtime::tests {
namespace {

constexpr std::int64_t kBins = 150;

// What an op looks like beside its code.
struct Shape {
  OpCode code;
  int inputs = 1, outputs = 1;
};
constexpr int arity_of(double (*)(double)) { return 1; }
constexpr int arity_of(double (*)(double, double)) { return 2; }
constexpr int arity_of(double (*)(double, double, double)) { return 3; }
constexpr Shape kShapes[] = {{OpCode::kCopy, 1},
                             {OpCode::kFiniteOrZero, 1},
// Every operator and every elementwise function.
#define FT_OPERATOR(id, plan, classes, units, scalar, ...) {OpCode::k##id, arity_of(scalar)},
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, scalar, ...) \
  {OpCode::k##id, arity_of(scalar)},
#include "expr/functions.def"
                             {OpCode::kPulse, 1},
                             {OpCode::kBin, 0},
                             {OpCode::kLookup, 1},
                             {OpCode::kInitial, 1},
                             {OpCode::kSample, 2},
                             {OpCode::kDelay, 2, 2},
                             {OpCode::kConv, 1},
                             {OpCode::kEma, 1},
                             {OpCode::kCumSum, 1},
                             {OpCode::kQueue, 3},
                             {OpCode::kLimitedQueue, 4, 2},
                             {OpCode::kBacklogServer, 4, 2},
                             {OpCode::kBacklogServer, 4, 3},
                             {OpCode::kGate, 2},
                             {OpCode::kServedEffective, 3},
                             {OpCode::kAllocate, 4, 3},
                             {OpCode::kLimitedFlag, 2},
                             {OpCode::kScaleParts, 4, 3},
                             {OpCode::kInitialSplit, 3, 3},
                             {OpCode::kLeaveInOrder, 4, 6},
                             {OpCode::kLeaveInOrder, 5, 9},
                             {OpCode::kLeaveInOrder, 8, 9},
                             {OpCode::kSeeded, 2},
                             {OpCode::kApportion, 4, 3}};

bool reads_back(OpCode code) { return code == OpCode::kConv || code == OpCode::kDelay; }

double awkward(Pcg32& random) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double values[] = {0.0,        -0.0,     kAbsent, -kAbsent, kInfinity, -kInfinity,
                           1.7976e308, -1.7e308, 5e-324,  -5e-324,  0.5,       -3.0};
  return values[random.next_int(0, 12)];
}

// Three characters: steady, as a service chain is; uneven; and awkward.
std::vector<double> some_values(Pcg32& random) {
  const std::int64_t character = random.next_int(0, 4);
  std::vector<double> values;
  for (std::int64_t t = 0; t < kBins; ++t) {
    const double even = static_cast<double>(random.next_int(95, 100));
    const double uneven = 200 * random.next_double() - 20;
    const bool odd = character == 3 || (character == 2 && random.next_int(0, 30) == 0);
    values.push_back(odd ? awkward(random) : character == 0 ? even : uneven);
  }
  return values;
}

class RandomOp {
 public:
  RandomOp(const Shape& shape, Pcg32& random) : random_(random) {
    plan.bins = kBins;
    op_.code = shape.code;
    for (int i = 0; i < shape.inputs; ++i) add_input(reads_back(shape.code) && i == 0);
    settle_server(shape.code);
    set_numbers(shape.code);
    for (int i = 0; i < shape.outputs; ++i) publish("out" + std::to_string(i));
    op_.input_count = static_cast<std::uint32_t>(plan.operands.size());
    op_.output_count = static_cast<std::uint32_t>(plan.outputs.size());
    plan.ops = {op_};
    plan.order = {{0}};
    plan.steps = {{Step::Kind::kMap, 0, 1, 1}};
  }
  Plan plan;

 private:
  std::uint32_t add_column(const std::string& name) {
    Column column;
    column.name = name;
    column.buffer = plan.buffer_count++;
    plan.columns.push_back(column);
    return static_cast<std::uint32_t>(plan.columns.size() - 1);
  }
  void add_input(bool must_be_column) {
    if (!must_be_column && random_.next_int(0, 3) == 0) {
      const double number = random_.next_int(0, 3) == 0
                                ? awkward(random_)
                                : static_cast<double>(random_.next_int(90, 105));
      plan.operands.push_back(Operand::immediate(number));
      return;
    }
    const ColumnIndex column{add_column("in")};
    const auto lag = static_cast<std::uint32_t>(must_be_column ? 0 : random_.next_int(0, 3));
    plan.columns[column.value].history = lag;
    plan.parameters.push_back({"in", column, some_values(random_), false});
    plan.operands.push_back(Operand::of(column, lag));
  }
  // Most servers queue what arrives and lose nothing.
  void settle_server(OpCode code) {
    if (code != OpCode::kBacklogServer || random_.next_int(0, 4) == 0) return;
    plan.operands[2] = plan.operands[0];
    plan.operands[3] = Operand::immediate(0);
  }
  void set_numbers(OpCode code) {
    const bool draws_number = code == OpCode::kQueue || code == OpCode::kBacklogServer ||
                              code == OpCode::kLimitedQueue || code == OpCode::kInitialSplit ||
                              code == OpCode::kLeaveInOrder;
    if (draws_number) op_.number = static_cast<double>(random_.next_int(0, 3)) * 20;
    if (code == OpCode::kEma) op_.number = 0.25;
    if (code == OpCode::kPulse || code == OpCode::kGate || code == OpCode::kSeeded) {
      op_.integer = random_.next_int(1, 9);
      op_.phase = random_.next_int(0, 12);
    }
    if (code == OpCode::kDelay) {
      op_.integer = random_.next_int(1, 90);
      op_.phase = random_.next_int(0, 2);
      plan.columns[0].history = static_cast<std::uint32_t>(op_.integer);
    }
    if (code == OpCode::kLookup) set_points();
    if (code == OpCode::kGate && random_.next_int(0, 2) == 0) set_departures();
    if (code == OpCode::kLeaveInOrder) set_groups();
    if (code != OpCode::kConv) return;
    op_.tap_count = static_cast<std::uint32_t>(random_.next_int(1, 70));
    for (std::uint32_t i = 0; i < op_.tap_count; ++i) {
      plan.taps.push_back(i == 0 && op_.tap_count > 1 ? 0.0 : random_.next_double());
    }
    plan.columns[0].history = op_.tap_count - 1;
  }
  // One to twenty points around the values that columns hold.
  void set_points() {
    const std::int64_t points = random_.next_int(1, 21);
    for (std::int64_t i = 0; i < points; ++i) {
      plan.taps.push_back(static_cast<double>(90 + i) + random_.next_double() / 2);
      plan.taps.push_back(random_.next_double() * 10 - 5);
    }
    op_.tap_count = static_cast<std::uint32_t>(plan.taps.size());
  }
  // A timetable instead of a period.
  void set_departures() {
    for (double bin = 3; bin < kBins; bin += static_cast<double>(random_.next_int(1, 40))) {
      plan.taps.push_back(bin);
    }
    op_.tap_count = static_cast<std::uint32_t>(plan.taps.size());
  }
  // Three parts in one, two or three groups.
  void set_groups() {
    op_.integer = 3;
    const std::vector<double> groups[] = {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {2, 0, 1}};
    plan.taps = groups[random_.next_int(0, 4)];
    op_.tap_count = 3;
  }
  void publish(const std::string& id) {
    const ColumnIndex column{add_column(id)};
    plan.columns[column.value].stored = true;
    plan.outputs.push_back(column);
    SeriesInfo info;
    info.id = id;
    plan.series.add(info);
    plan.series_columns.push_back(column);
  }
  Pcg32& random_;
  Op op_;
};

class KeepOneLane : public LaneSink {
 public:
  KeepOneLane(const Plan& plan, std::int64_t lane)
      : table(plan.series.size(), plan.bins), lane_(lane) {}
  void accept(const LaneTile& tile) override {
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      for (std::int64_t t = 0; t < tile.bins; ++t) {
        table.row_of({i})[static_cast<std::size_t>(tile.first_bin + t)] = tile.value({i}, t, lane_);
      }
    }
  }
  SeriesTable table;

 private:
  std::int64_t lane_;
};

// The last of `count` lanes keeps the defaults; the others differ in the first parameter.
SeriesTable last_lane(const Plan& plan, std::size_t count, const EvaluateOptions& options) {
  std::vector<LaneParameters> lanes(count);
  for (std::size_t i = 0; i + 1 < count && !plan.parameters.empty(); ++i) {
    lanes[i].push_back({{0}, {static_cast<double>(90 + i)}});
  }
  KeepOneLane sink(plan, static_cast<std::int64_t>(count) - 1);
  evaluate_lanes(plan, lanes, sink, 1, nullptr, options);
  return std::move(sink.table);
}

// Over the seeds every count of lanes from 2 to 16 occurs: packs of lanes may overlap.
void expect_same_everywhere(const Plan& plan, std::size_t few_lanes) {
  const SeriesTable plain = evaluate_plainly(plan);
  for (const bool portable : {false, true}) {
    for (const std::int64_t tile : {1, 5, 33, 0}) {
      const EvaluateOptions options{.tile_bins = tile, .portable_kernels = portable};
      EXPECT_EQ(first_difference(plan, plain, evaluate_all(plan, options)), "")
          << (portable ? "portable" : "best") << " kernels, tile of " << tile << "\n"
          << to_text(plan);
      for (const std::size_t lanes : {few_lanes, std::size_t{16}}) {
        EXPECT_EQ(first_difference(plan, plain, last_lane(plan, lanes, options)), "")
            << lanes << " lanes, " << (portable ? "portable" : "best") << " kernels, tile of "
            << tile << "\n"
            << to_text(plan);
      }
    }
  }
}

TEST(KernelLaw, EveryOpGivesTheBitsOfThePlainEvaluationOnEveryInstructionSet) {
  for_each_seed([](std::uint64_t seed) {
    Pcg32 random = Pcg32::seeded(seed);
    for (const Shape& shape : kShapes) {
      SCOPED_TRACE(name_of(shape.code));
      expect_same_everywhere(RandomOp(shape, random).plan, 2 + seed % 15);
      if (testing::Test::HasFailure()) return;
    }
  });
}

}  // namespace
}  // namespace flowtime::tests
