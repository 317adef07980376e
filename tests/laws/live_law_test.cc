// Values that are kept and changed have the bits of an evaluation from nothing, whatever was
// changed before; and only what is downstream of a change is evaluated.
#include <gtest/gtest.h>

#include <algorithm>

#include "eval/live_values.h"
#include "laws/law.h"
#include "series/pcg32.h"

namespace flowtime::tests {
namespace {

LaneParameters random_changes(const Plan& plan, Pcg32& random) {
  LaneParameters changes;
  const std::int64_t count = random.next_int(0, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<std::uint32_t>(
        random.next_int(0, static_cast<std::int64_t>(plan.parameters.size())));
    const bool one = plan.parameters[index].scalar_only || random.next_int(0, 2) == 0;
    std::vector<double> values(one ? 1 : static_cast<std::size_t>(plan.bins));
    for (double& value : values) value = 40 * random.next_double();
    changes.push_back({{index}, std::move(values)});
  }
  return changes;
}

SeriesTable from_nothing(const Plan& plan, const LaneParameters& values) {
  KeepTiles kept(plan);
  evaluate(plan, values, kept);
  return std::move(kept.table);
}

SeriesTable table_of(const LiveValues& live) {
  SeriesTable table(live.plan()->series.size(), live.plan()->bins);
  table.append(live.tile());
  return table;
}

TEST(LiveLaw, EveryChangeEqualsItsOwnEvaluation) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.draws = seed % 3 == 0;
    options.degenerate = seed % 5 == 0;
    const auto law = law_model(options);
    if (!law || law->plan.parameters.empty()) return;
    const auto plan = std::make_shared<const Plan>(law->plan);
    Pcg32 random = Pcg32::seeded(seed);
    const auto live = LiveValues::open(plan, {});
    ASSERT_NE(live, nullptr);
    ASSERT_EQ(live->evaluated_ops(), live->all_ops());
    for (int step = 0; step < 8; ++step) {
      const LaneParameters changes = random_changes(*plan, random);
      ASSERT_EQ(live->set(changes), Outcome::kFinished);
      ASSERT_EQ(first_difference(*plan, from_nothing(*plan, changes), table_of(*live)), "")
          << "step " << step;
      ASSERT_EQ(live->set(changes), Outcome::kFinished);
      ASSERT_EQ(live->evaluated_ops(), 0u) << "nothing has changed";
    }
  });
}

// The plan of another seed shares some columns with this one at most; a plan of the same model
// with other values shares what the values do not reach.
TEST(LiveLaw, WhatIsTakenOverFromAnotherPlanHasTheSameBits) {
  for_each_seed([](std::uint64_t seed) {
    const auto first = law_model(options_of_seed(seed));
    const auto other = law_model(options_of_seed(seed + 1));
    if (!first || !other || first->plan.parameters.empty()) return;
    Pcg32 random = Pcg32::seeded(seed);
    const auto plan = std::make_shared<const Plan>(first->plan);
    auto changed = std::make_shared<Plan>(first->plan);
    for (const ParameterOverride& one : random_changes(*plan, random)) {
      changed->parameters[one.parameter.value].values = one.values;
    }
    const LaneParameters set = random_changes(*plan, random);
    const auto live = LiveValues::open(plan, set);
    for (const std::shared_ptr<const Plan>& next :
         {std::shared_ptr<const Plan>(changed), plan, std::make_shared<const Plan>(other->plan)}) {
      const auto after = LiveValues::open(next, {}, live.get());
      ASSERT_EQ(first_difference(*next, from_nothing(*next, {}), table_of(*after)), "");
    }
    const auto same = LiveValues::open(plan, set, live.get());
    ASSERT_EQ(same->evaluated_ops(), 0u) << "the same plan with the same values";
  });
}

// What is shared is written by neither: each goes on by itself.
TEST(LiveLaw, TwoThatShareColumnsChangeApart) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law || law->plan.parameters.empty()) return;
    const auto plan = std::make_shared<const Plan>(law->plan);
    Pcg32 random = Pcg32::seeded(seed);
    const auto one = LiveValues::open(plan, {});
    ASSERT_EQ(one->shared_columns(), 0u);
    auto other = LiveValues::open(plan, {}, one.get());
    ASSERT_EQ(other->evaluated_ops(), 0u);
    // Not where two columns are the same, and one of them is published.
    ASSERT_GT(other->shared_columns(), plan->columns.size() * 3 / 4);
    LaneParameters of_one, of_other;
    for (int step = 0; step < 4; ++step) {
      LaneParameters& changes = step % 2 == 0 ? of_one : of_other;
      changes = random_changes(*plan, random);
      ASSERT_EQ((step % 2 == 0 ? one : other)->set(changes), Outcome::kFinished);
      ASSERT_EQ(first_difference(*plan, from_nothing(*plan, of_one), table_of(*one)), "");
      ASSERT_EQ(first_difference(*plan, from_nothing(*plan, of_other), table_of(*other)), "");
    }
    other.reset();
    ASSERT_EQ(one->shared_columns(), 0u) << "what the other held is released";
  });
}

class StopAtOnce : public StopToken {
 public:
  bool stop_requested() override { return true; }
};

TEST(LiveLaw, AStoppedChangeIsMadeWholeByTheNextOne) {
  const auto law = law_model(options_of_seed(3));
  ASSERT_TRUE(law && !law->plan.parameters.empty());
  const auto plan = std::make_shared<const Plan>(law->plan);
  StopAtOnce stop;
  EXPECT_EQ(LiveValues::open(plan, {}, nullptr, &stop), nullptr);
  const auto live = LiveValues::open(plan, {});
  const LaneParameters changes{{{0}, {7}}};
  EXPECT_EQ(live->set(changes, &stop), Outcome::kStopped);
  const auto other = LiveValues::open(plan, changes, live.get());
  EXPECT_EQ(other->evaluated_ops(), other->all_ops()) << "nothing is taken over from half values";
  EXPECT_EQ(live->set(changes), Outcome::kFinished);
  EXPECT_EQ(first_difference(*plan, from_nothing(*plan, changes), table_of(*live)), "");
}

}  // namespace
}  // namespace flowtime::tests
