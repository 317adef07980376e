#include "lifecycle/remove_runs.h"

#include <gmock/gmock.h>

#include "lifecycle/label_run.h"
#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "run/run_stage.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kHour = 3'600'000;

class RemoveRuns : public Lifecycle {
 protected:
  RemoveRuns() {
    for (const char* id : {"old", "mid", "new"}) {
      CreateRunRequest request = from_template();
      request.run_id = id;
      EXPECT_TRUE(create(request).succeeded());
      env_.set_now_unix_ms(env_.now_unix_ms() + kHour);
    }
  }
  std::vector<std::string> ids() {
    std::vector<std::string> all;
    const auto page = find_runs(host(), {});
    for (const RunSummary& run : page->items) all.push_back(run.run_id);
    return all;
  }
  Pruning prune(const PruneRules& rules) {
    auto pruning = prune_runs(host(), rules);
    EXPECT_TRUE(pruning);
    return std::move(*pruning);
  }
};

TEST_F(RemoveRuns, ARemovedRunIsGoneFromTheListToo) {
  ASSERT_TRUE(remove_run(host(), "mid"));
  EXPECT_THAT(ids(), ElementsAre("new", "old"));
  EXPECT_EQ(remove_run(host(), "mid").problems().front().code, "run_not_found");
  EXPECT_EQ(remove_run(host(), "../x").problems().front().code, "invalid_id");
}

TEST_F(RemoveRuns, ADiscardedRunLeavesTheListAndComesBack) {
  ASSERT_TRUE(label_run(host(), "mid", {.tags = {{"base"}}, .note = "before repair"}));
  ASSERT_TRUE(discard_run(host(), "mid"));
  EXPECT_THAT(ids(), ElementsAre("new", "old"));
  EXPECT_EQ(discard_run(host(), "mid").problems().front().code, "run_not_found");
  EXPECT_THAT(trash_json(*list_trash(env_), JsonWriter::Layout::kCompact),
              HasSubstr(R"({"items":[{"runId":"mid","deletedUtc":")"));
  ASSERT_TRUE(bring_back_run(host(), "mid"));
  EXPECT_THAT(ids(), ElementsAre("new", "mid", "old"));
  EXPECT_EQ(bring_back_run(host(), "mid").problems().front().code, "run_not_found");
  const auto tagged = find_runs(host(), {.tag = "base"});
  ASSERT_EQ(tagged->items.size(), 1u);
  EXPECT_EQ(tagged->items[0].tags, R"(["base"])");
  EXPECT_EQ(tagged->items[0].note, "before repair");
  EXPECT_EQ(find_runs(host(), {.tag = "bas"})->total_count, 0);
  EXPECT_EQ(find_runs(host(), {.search = "before repair"})->total_count, 1);
}

TEST_F(RemoveRuns, WhatNoRuleKeepsGoes) {
  struct Row {
    PruneRules rules;
    std::vector<std::string> removed;
  };
  const std::vector<Row> rows{
      {{.keep_newest = 1}, {"mid", "old"}},
      {{.keep_newest = 3}, {}},
      {{.keep_newest = 0}, {"new", "mid", "old"}},
      {{.keep_for_ms = 2 * kHour + 1}, {"old"}},
      {{.keep_for_ms = 0}, {"new", "mid", "old"}},
      {{.keep_newest = 1, .keep_for_ms = 2 * kHour + 1}, {"old"}},
      {{.keep_newest = 2, .keep_for_ms = 0}, {"old"}},
      {{.mode = "telemetry", .keep_newest = 0}, {}},
      {{.template_id = "SIM-ORDER", .keep_newest = 2}, {"old"}},
      {{.template_id = "other", .keep_newest = 0}, {}},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    PruneRules rules = rows[i].rules;
    rules.dry_run = true;
    EXPECT_EQ(prune(rules).removed, rows[i].removed) << i;
  }
  EXPECT_THAT(ids(), ElementsAre("new", "mid", "old"));
  const Pruning done = prune({.keep_newest = 2});
  EXPECT_THAT(done.removed, ElementsAre("old"));
  EXPECT_EQ(done.kept, 2);
  EXPECT_THAT(ids(), ElementsAre("new", "mid"));
  EXPECT_THAT(to_json(done, JsonWriter::Layout::kCompact),
              HasSubstr(R"({"removed":["old"],"busy":[],"kept":2,"isDryRun":false})"));
}

TEST_F(RemoveRuns, ARunThatIsBeingMadeAgainStays) {
  const auto lock = try_lock_run_id(env_, "old");
  const Pruning pruning = prune({.keep_newest = 2});
  EXPECT_THAT(pruning.removed, IsEmpty());
  EXPECT_THAT(pruning.busy, ElementsAre("old"));
  EXPECT_EQ(pruning.kept, 3);
}

TEST_F(RemoveRuns, WithoutARuleNothingIsRemoved) {
  EXPECT_EQ(prune_runs(host(), {.mode = "simulation"}).problems().front().code, "no_prune_rule");
}

TEST_F(RemoveRuns, AgesAreANumberAndAUnit) {
  EXPECT_EQ(parse_age_ms("90m"), 90 * 60'000);
  EXPECT_EQ(parse_age_ms("12h"), 12 * kHour);
  EXPECT_EQ(parse_age_ms("30d"), 30 * 24 * kHour);
  EXPECT_EQ(parse_age_ms("2w"), 14 * 24 * kHour);
  for (const char* text : {"", "d", "5", "-1d", "1.5d", "1y", "9999999999d", " 1d"}) {
    EXPECT_FALSE(parse_age_ms(text)) << text;
  }
}

TEST_F(RemoveRuns, ListsArePagedAndReindexedFromTheFiles) {
  EXPECT_EQ(find_runs(host(), {.page = 0}).problems().front().code, "invalid_page");
  EXPECT_EQ(find_runs(host(), {.page_size = 0}).problems().front().code, "invalid_page_size");
  EXPECT_EQ(find_runs(host(), {.page_size = 1000})->page_size, kMaxPageSize);
  EXPECT_EQ(find_all_runs(host(), {}, 2)->items.size(), 2u);
  EXPECT_EQ(find_all_runs(host(), {})->items.size(), 3u);
  const std::string json =
      to_json(*find_runs(host(), {.page_size = 1}), JsonWriter::Layout::kCompact);
  EXPECT_THAT(json,
              HasSubstr(R"("runId":"new","templateId":"sim-order","templateTitle":"Orders")"));
  EXPECT_THAT(json, HasSubstr(R"("telemetry":{"available":false)"));
  EXPECT_THAT(json, HasSubstr(R"("rng":{"kind":"pcg32","seed":123})"));
  EXPECT_THAT(json, HasSubstr(R"("totalCount":3,"page":1,"pageSize":1})"));
  ASSERT_TRUE(env_.make_directories("runs/strange"));
  EXPECT_THAT(*damaged_runs(host()), ElementsAre("strange"));
  const auto update = reindex_runs(host());
  EXPECT_EQ(update->added, 4);
  EXPECT_THAT(update->damaged, ElementsAre("strange"));
}

}  // namespace
}  // namespace flowtime
