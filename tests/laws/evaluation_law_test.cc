// The result of an evaluation has the same bits whatever the tile size, the lanes and the threads,
// and wherever it was interrupted; and they are the bits of the plain evaluation.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "eval/evaluate_lanes.h"
#include "laws/law.h"
#include "series/pcg32.h"
#include "support/plain_evaluation.h"

namespace flowtime::tests {
namespace {

void expect_equal_to_plain(const Plan& plan) {
  const SeriesTable plain = evaluate_plainly(plan);
  for (const std::int64_t tile : {1, 2, 7, 64, 1000, 0}) {
    EXPECT_EQ(first_difference(plan, plain, evaluate_all(plan, {.tile_bins = tile})), "")
        << "tile of " << tile << " bins";
  }
}

TEST(EvaluationLaw, EqualsThePlainEvaluationAtEveryTileSize) {
  for_each_seed([](std::uint64_t seed) {
    if (const auto law = law_model(options_of_seed(seed))) expect_equal_to_plain(law->plan);
  });
}

TEST(EvaluationLaw, HoldsForDegenerateNumbers) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.degenerate = true;
    if (const auto law = law_model(options)) expect_equal_to_plain(law->plan);
  });
}

TEST(EvaluationLaw, HoldsForNodesThatDraw) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.draws = true;
    if (const auto law = law_model(options)) expect_equal_to_plain(law->plan);
  });
}

TEST(EvaluationLaw, ResumesFromTheStateAtTheEndOfAnyBin) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law) return;
    const Plan& plan = law->plan;
    const SeriesTable whole = evaluate_all(plan);
    for (const std::int64_t stride : {1, 5, 17}) {
      KeepTiles sink(plan);
      EvalState state;
      for (std::int64_t end = stride; state.next_bin < plan.bins; end += stride) {
        // The state goes through a copy, as if it had been kept somewhere.
        EvalState copy = state;
        EXPECT_EQ(evaluate_from(plan, {}, copy, end, sink, nullptr, {.tile_bins = 3}),
                  Outcome::kFinished);
        ASSERT_EQ(copy.next_bin, std::min(end, plan.bins));
        state = copy;
      }
      EXPECT_EQ(first_difference(plan, whole, sink.table), "") << "stride " << stride;
    }
  });
}

// --- lanes
// ------------------------------------------------------------------------------------------

class KeepLanes : public LaneSink {
 public:
  KeepLanes(const Plan& plan, std::size_t lanes)
      : tables(lanes, SeriesTable(plan.series.size(), plan.bins)) {}
  void accept(const LaneTile& tile) override {
    const std::lock_guard<std::mutex> guard(mutex_);
    for (std::int64_t lane = 0; lane < tile.lanes; ++lane) {
      SeriesTable& table = tables[static_cast<std::size_t>(tile.first_lane + lane)];
      for (std::uint32_t i = 0; i < table.size(); ++i) {
        for (std::int64_t t = 0; t < tile.bins; ++t) {
          table.row_of({i})[static_cast<std::size_t>(tile.first_bin + t)] =
              tile.value({i}, t, lane);
        }
      }
    }
  }
  std::vector<SeriesTable> tables;

 private:
  std::mutex mutex_;
};

// Some lanes keep the defaults, some change one parameter, some several.
std::vector<LaneParameters> random_lanes(const Plan& plan, std::size_t count, Pcg32& random) {
  std::vector<LaneParameters> lanes(count);
  for (LaneParameters& lane : lanes) {
    const std::int64_t changes = random.next_int(0, 3);
    for (std::int64_t i = 0; i < changes; ++i) {
      const auto index = static_cast<std::uint32_t>(
          random.next_int(0, static_cast<std::int64_t>(plan.parameters.size())));
      const bool one = plan.parameters[index].scalar_only || random.next_int(0, 2) == 0;
      std::vector<double> values(one ? 1 : static_cast<std::size_t>(plan.bins));
      for (double& value : values) value = 40 * random.next_double();
      lane.push_back({{index}, std::move(values)});
    }
  }
  return lanes;
}

TEST(LaneLaw, EveryLaneEqualsItsOwnEvaluation) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law || law->plan.parameters.empty()) return;
    const Plan& plan = law->plan;
    Pcg32 random = Pcg32::seeded(seed);
    // Over the seeds every count of lanes from 1 to 33 and of threads from 1 to 3 occurs.
    const std::size_t count = 1 + seed % 33;
    const std::vector<LaneParameters> lanes = random_lanes(plan, count, random);
    for (const int threads : {1, 2, 3}) {
      KeepLanes sink(plan, count);
      const EvaluateOptions options{.tile_bins = threads == 2 ? 7 : 0};
      ASSERT_EQ(evaluate_lanes(plan, lanes, sink, threads, nullptr, options), Outcome::kFinished);
      for (std::size_t lane = 0; lane < count; ++lane) {
        KeepTiles single(plan);
        evaluate(plan, lanes[lane], single);
        ASSERT_EQ(first_difference(plan, single.table, sink.tables[lane]), "")
            << "lane " << lane << " of " << count << ", " << threads << " threads";
      }
    }
  });
}

}  // namespace
}  // namespace flowtime::tests
