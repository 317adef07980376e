#include "compare/outcome.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

struct Side {
  double arrivals = 1000, late = 0, lost = 0, item_minutes = 0;
};
NodeSide side_of(const Side& given) {
  NodeSide side;
  side.arrivals = given.arrivals;
  side.late = given.late;
  side.lost = given.lost;
  side.late_share = given.arrivals > 0 ? given.late / given.arrivals : 0;
  side.lost_share = given.arrivals > 0 ? given.lost / given.arrivals : 0;
  side.item_minutes = given.item_minutes;
  return side;
}
NodeChange node(const char* id, Side before, Side after) {
  NodeChange change{.id = id};
  change.before = side_of(before);
  change.after = side_of(after);
  return change;
}
NodeChange only_before(const char* id, Side side) {
  NodeChange change{.id = id};
  change.before = side_of(side);
  return change;
}
NodeChange only_after(const char* id, Side side) {
  NodeChange change{.id = id};
  change.after = side_of(side);
  return change;
}

struct Row {
  const char* rule;
  std::vector<NodeChange> nodes;
  const char* outcome;
  const char* by_shares;
  Work work{1000, 1000};
};

// 1,000 items come to every node; bins of 5 minutes.
TEST(Outcome, IsDecidedByLateAndLostShares) {
  const Row rows[] = {
      {"nothing moves", {node("A", {.late = 5}, {.late = 5})}, "same", "same"},
      {"fewer late", {node("A", {.late = 100}, {.late = 90})}, "better", "better"},
      {"more late", {node("A", {.late = 90}, {.late = 100})}, "worse", "worse"},
      {"fewer lost", {node("A", {.lost = 10}, {})}, "better", "better"},
      {"more lost", {node("A", {}, {.lost = 10})}, "worse", "worse"},
      {"1 of 1,000 is no rise", {node("A", {}, {.late = 1})}, "same", "same"},
      {"1.1 of 1,000 is one", {node("A", {}, {.late = 1.1})}, "worse", "worse"},
      {"late falls, a rise too small to count",
       {node("A", {.late = 100}, {}), node("B", {}, {.late = 1})},
       "better",
       "better"},
      {"late falls here and rises there",
       {node("A", {.late = 100}, {}), node("B", {}, {.late = 2})},
       "mixed",
       "mixed"},
      {"fewer late, more lost at one node",
       {node("A", {.late = 100}, {.lost = 20})},
       "mixed",
       "mixed"},
      {"waited 2 % less",
       {node("A", {.item_minutes = 1000}, {.item_minutes = 980})},
       "better",
       "better"},
      {"waited 1 % less",
       {node("A", {.item_minutes = 1000}, {.item_minutes = 990})},
       "same",
       "same"},
      {"waited 2 % longer",
       {node("A", {.item_minutes = 1000}, {.item_minutes = 1020})},
       "worse",
       "worse"},
      {"one item waited one bin, of 1,000", {node("A", {}, {.item_minutes = 5})}, "same", "same"},
      {"late counts before waiting",
       {node("A", {.late = 10, .item_minutes = 100}, {.item_minutes = 900})},
       "better",
       "better"},
      {"a node that was renamed",
       {only_before("A", {.late = 100}), only_after("B", {.late = 100})},
       "same",
       "same"},
      {"a new node at which nothing is late is no gain",
       {node("A", {.late = 5}, {.late = 5}), only_after("B", {})},
       "same",
       "same"},
      {"a new node at which items are late",
       {node("A", {}, {}), only_after("B", {.late = 5})},
       "worse",
       "worse"},
      {"1 % more came: the same work",
       {node("A", {.arrivals = 1000, .late = 100}, {.arrivals = 1010, .late = 50})},
       "better",
       "better",
       {1000, 1010}},
      {"20 % more came, as many of 100 late",
       {node("A", {.arrivals = 1000, .late = 100}, {.arrivals = 1200, .late = 120})},
       "differentWork",
       "same",
       {1000, 1200}},
      {"20 % fewer came, more of 100 late",
       {node("A", {.arrivals = 1000, .late = 100}, {.arrivals = 800, .late = 96})},
       "differentWork",
       "worse",
       {1000, 800}},
      {"20 % more came and waited 20 % longer in all",
       {node("A", {.arrivals = 1000, .item_minutes = 1000},
             {.arrivals = 1200, .item_minutes = 1200})},
       "differentWork",
       "same",
       {1000, 1200}},
      {"nothing came before",
       {node("A", {.arrivals = 0}, {.arrivals = 10})},
       "differentWork",
       "same",
       {0, 10}},
      {"nobody knows what came",
       {node("A", {.late = 100}, {})},
       "better",
       "better",
       {kAbsent, 1000}},
      {"no topology", {}, "", ""},
  };
  for (const Row& row : rows) {
    const OutcomeFacts facts = decide_outcome(row.nodes, row.work, 5);
    EXPECT_STREQ(name_of(facts.outcome), row.outcome) << row.rule;
    EXPECT_STREQ(name_of(facts.by_shares), row.by_shares) << row.rule;
  }
}

// Swapping the runs swaps better and worse.
TEST(Outcome, TheOtherWayRoundIsTheReverse) {
  const Side sides[] = {{},           {.late = 3},           {.late = 100},
                        {.lost = 50}, {.item_minutes = 900}, {.late = 100, .lost = 2}};
  for (const Side& a : sides) {
    for (const Side& b : sides) {
      const auto there = decide_outcome({node("A", a, b)}, {1000, 1000}, 5).outcome;
      const auto back = decide_outcome({node("A", b, a)}, {1000, 1000}, 5).outcome;
      const CompareVerdict reverse = there == CompareVerdict::kBetter  ? CompareVerdict::kWorse
                                     : there == CompareVerdict::kWorse ? CompareVerdict::kBetter
                                                                       : there;
      EXPECT_EQ(back, reverse);
    }
  }
}

}  // namespace
}  // namespace flowtime
