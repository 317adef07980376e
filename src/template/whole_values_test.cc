#include "template/whole_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flowtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kTemplate = R"(schemaVersion: 1
metadata: {id: desk, title: Desk, version: 1.0.0}
window: {start: '2026-01-05T08:00:00Z', timezone: UTC}
parameters:
- {name: agents, type: integer, default: 3}
- {name: rate, type: number, default: 5}
- {name: both, type: number, default: 2}
- {name: unused, type: number, default: 1}
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
- {id: open, kind: const, values: ["${agents}"]}
- {id: late, kind: const, values: ["${agents}"]}
- {id: calls, kind: const, values: ["${rate}", 1, 2, 3]}
- {id: extra, kind: const, values: ["${both}"]}
- {id: served, kind: expr, expr: "MIN(calls, open) * ${both}"}
topology:
  nodes:
  - {id: Desk, kind: service, semantics: {arrivals: calls, served: served, capacity: open}}
outputs:
- {series: served, as: served.csv}
)";

// Every place counts: a parameter that is one of several values, or part of an expression as well,
// is not the whole value of anything.
TEST(WholeValues, AreThoseThatNothingElseReads) {
  const auto from = read_template(kTemplate, "desk.yaml");
  ASSERT_TRUE(from);
  const auto bound = bind_parameters(*from, {});
  ASSERT_TRUE(bound);
  const auto expansion = expand(*from, *bound);
  ASSERT_TRUE(expansion);
  EXPECT_THAT(const_nodes_of(*from, *expansion, "agents"), ElementsAre("open", "late"));
  EXPECT_THAT(const_nodes_of(*from, *expansion, "rate"), IsEmpty());
  EXPECT_THAT(const_nodes_of(*from, *expansion, "both"), IsEmpty());
  EXPECT_THAT(const_nodes_of(*from, *expansion, "unused"), IsEmpty());
}

}  // namespace
}  // namespace flowtime
