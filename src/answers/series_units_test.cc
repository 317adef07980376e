#include "answers/series_units.h"

#include <gtest/gtest.h>

#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

std::string unit_of(const std::string& text, const std::string& id) {
  auto document = yaml::parse(text, "model.yaml");
  EXPECT_TRUE(document);
  auto model = read_model(*document);
  EXPECT_TRUE(model) << (model ? "" : to_text(model.problems(), ""));
  SeriesCatalog catalog;
  SeriesInfo info;
  info.id = id;
  info.measure = id.substr(0, id.find('@'));
  catalog.add(info);
  return series_units(*model, catalog).front();
}

constexpr const char* kShop = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
  - {id: per_hour, kind: const, values: [100]}
  - {id: weekday, kind: const, values: [0.5, 1, 1, 0.5]}
  - {id: orders, kind: expr, expr: "per_hour * weekday"}
  - {id: walk_in, kind: const, values: [10]}
  - {id: all_in, kind: expr, expr: "orders + walk_in"}
  - {id: is_open, kind: const, values: [0, 1, 1, 1]}
  - {id: clerks, kind: const, values: [3]}
  - {id: per_clerk, kind: const, values: [30]}
  - {id: done, kind: expr, expr: "IF(is_open, MIN(per_clerk * clerks, all_in + SHIFT(desk_queue, 1)), 0)"}
  - {id: work, kind: expr, expr: "done * 90000"}
  - {id: share, kind: expr, expr: "done / all_in"}
  - {id: sold, kind: expr, expr: "CUMSUM(done)"}
  - {id: late, kind: expr, expr: "desk_queue > 20"}
  - {id: db_limit, kind: const, values: [80]}
  - {id: db_wait, kind: const, values: [2]}
topology:
  nodes:
    - id: Desk
      kind: serviceWithBuffer
      constraints: [db]
      semantics: {arrivals: all_in, served: done, capacity: per_clerk, parallelism: clerks,
                  processingTimeMsSum: work, servedCount: done}
  edges: []
  constraints:
    - {id: db, semantics: {arrivals: all_in, served: db_limit, latencyMinutes: db_wait}}
)yaml";

TEST(SeriesUnits, RolesSayWhatASeriesIs) {
  EXPECT_EQ(unit_of(kShop, "all_in"), "entities/bin");
  EXPECT_EQ(unit_of(kShop, "per_clerk"), "entities/bin");
  EXPECT_EQ(unit_of(kShop, "desk_queue"), "entities");
  EXPECT_EQ(unit_of(kShop, "desk_queue@Gold"), "entities");
  EXPECT_EQ(unit_of(kShop, "work"), "ms");
  EXPECT_EQ(unit_of(kShop, "clerks"), "count");
  EXPECT_EQ(unit_of(kShop, "db_wait"), "min");
  EXPECT_EQ(unit_of(kShop, "desk_served_effective"), "entities/bin");
  EXPECT_EQ(unit_of(kShop, "desk_alloc_db"), "entities/bin");
  EXPECT_EQ(unit_of(kShop, "desk_limited_db"), "");
}

TEST(SeriesUnits, ExpressionsCarryThem) {
  EXPECT_EQ(unit_of(kShop, "orders"), "entities/bin");  // a part of what arrives
  EXPECT_EQ(unit_of(kShop, "walk_in"), "entities/bin");
  EXPECT_EQ(unit_of(kShop, "share"), "ratio");
  EXPECT_EQ(unit_of(kShop, "sold"), "entities");
  EXPECT_EQ(unit_of(kShop, "late"), "");
  EXPECT_EQ(unit_of(kShop, "is_open"), "");
}

// 100 x 0.5: nobody says which of the two is the flow.
TEST(SeriesUnits, AFactorOfWhichNothingIsKnownHasNone) {
  EXPECT_EQ(unit_of(kShop, "per_hour"), "");
  EXPECT_EQ(unit_of(kShop, "weekday"), "");
  std::string text = kShop;
  text.replace(text.find("orders + walk_in"), 16, "orders + per_hour");
  EXPECT_EQ(unit_of(text, "per_hour"), "entities/bin");
  EXPECT_EQ(unit_of(text, "weekday"), "ratio");
}

std::string in_shop(const std::string& node, const std::string& id) {
  std::string text = kShop;
  return unit_of(text.insert(text.find("topology:"), "  - " + node + "\n"), id);
}

TEST(SeriesUnits, ClocksCountBinsAndHours) {
  EXPECT_EQ(in_shop("{id: bin, kind: expr, expr: BIN()}", "bin"), "bins");
  EXPECT_EQ(in_shop("{id: bin, kind: expr, expr: 'MOD(BIN(), 24)'}", "bin"), "bins");
  EXPECT_EQ(in_shop("{id: hour, kind: expr, expr: TIME()}", "hour"), "h");
  EXPECT_EQ(in_shop("{id: bin, kind: expr, expr: CUMSUM(1) - 1}", "bin"), "");
}

// 12 waiting over 4 a bin are 3 bins.
TEST(SeriesUnits, ALevelOverAFlowIsTheBinsThatItTakes) {
  EXPECT_EQ(in_shop("{id: wait, kind: expr, expr: desk_queue / per_clerk}", "wait"), "bins");
  EXPECT_EQ(in_shop("{id: wait, kind: expr, expr: done / desk_queue}", "wait"), "ratio");
}

TEST(SeriesUnits, NumbersAloneAreNoFlow) {
  EXPECT_EQ(in_shop("{id: shape, kind: expr, expr: 'IF(is_open, 1.2, 0.6)'}", "shape"), "");
  EXPECT_EQ(in_shop("{id: shape, kind: expr, expr: 'shape2 * 2'}\n  - {id: shape2, kind: expr, "
                    "expr: 'IF(is_open, 1.2, 0.6)'}",
                    "shape"),
            "");
  EXPECT_EQ(in_shop("{id: limit, kind: expr, expr: '72'}", "limit"), "entities/bin");
  EXPECT_EQ(
      in_shop("{id: sum, kind: expr, expr: a + 2}\n  - {id: a, kind: const, values: [1]}", "sum"),
      "entities/bin");
}

// 30 x (1 - 0.5 x flag) = a flow: the first factor is one. 3 x flag + 2 x (1 - flag) = servers.
TEST(SeriesUnits, WhatAShareOrAFlagIsMultipliedWithIsWhatTheResultIs) {
  std::string text = kShop;
  text.replace(text.find("{id: per_clerk, kind: const, values: [30]}"), 42,
               "{id: full, kind: const, values: [30]}\n"
               "  - {id: per_clerk, kind: expr, expr: 'full * (1 - 0.5 * (desk_queue > 20))'}");
  EXPECT_EQ(unit_of(text, "full"), "entities/bin");
  text = kShop;
  text.replace(text.find("{id: clerks, kind: const, values: [3]}"), 38,
               "{id: day, kind: const, values: [3]}\n  - {id: night, kind: const, values: [2]}\n"
               "  - {id: clerks, kind: expr, expr: 'is_open * day + (1 - is_open) * night'}");
  EXPECT_EQ(unit_of(text, "day"), "count");
  EXPECT_EQ(unit_of(text, "night"), "count");
}

// What overflows is a flow although no entry of nodes[] says so.
TEST(SeriesUnits, WhatEvaluationAddsToAModelIsAFlow) {
  std::string text = kShop;
  text.insert(text.find("constraints: [db]"), "wipLimit: 20\n      ");
  text.insert(text.find("topology:"),
              "  - {id: again, kind: expr, expr: '0.5 * CONV(desk_overflow, [0, 1])'}\n");
  EXPECT_EQ(unit_of(text, "desk_overflow"), "entities/bin");
}

TEST(SeriesUnits, WithoutATopologySeriesAreFlowsAsTheContractHasIt) {
  const std::string text =
      "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
      "nodes: [{id: a, kind: const, values: [1]}, {id: b, kind: expr, expr: a + 2}]\n";
  EXPECT_EQ(unit_of(text, "a"), "entities/bin");
  EXPECT_EQ(unit_of(text, "b"), "entities/bin");
}

TEST(SeriesUnits, TheModelHasAWordForItems) {
  EXPECT_EQ(item_unit("entities/bin", "orders"), "orders/bin");
  EXPECT_EQ(item_unit("entities", ""), "items");
  EXPECT_EQ(item_unit("ms", "orders"), "ms");
}

}  // namespace
}  // namespace flowtime
