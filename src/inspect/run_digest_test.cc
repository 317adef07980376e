#include "inspect/run_digest.h"

#include <gtest/gtest.h>

#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

// 10 of capacity; 5, 15, 20, 5, 5, 5 arrive: 5 wait, then 15, then 10, 5, none.
constexpr const char* kDigestedShop = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 30, binUnit: minutes}
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
  - {id: calm, kind: const, values: [1]}
topology:
  nodes:
    - {id: Door, kind: service, semantics: {arrivals: calm, served: calm, capacity: tills}}
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills}}
  edges:
    - {from: Door, to: Till}
)yaml";

class Digests : public ::testing::Test {
 protected:
  RunDigest digest_of(std::vector<SettingText> settings) {
    CreateRunRequest request;
    request.source.text = kDigestedShop;
    request.source.settings = std::move(settings);
    request.run_id = "shop";
    request.overwrite = true;
    const RunHost host{.env = env_, .log = log_, .observer = observer_};
    const RunOutcome outcome = create_run(host, request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
    const auto run = open_run(env_, "shop");
    const auto digest = digest_run(*run);
    EXPECT_TRUE(digest.has_value());
    return *digest;
  }
  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
};

TEST_F(Digests, FiguresOfNodes) {
  const RunDigest digest = digest_of({});
  ASSERT_EQ(digest.nodes.size(), 2u);
  const NodeDigest &door = digest.nodes[0], &till = digest.nodes[1];
  EXPECT_EQ(door.id, "Door");
  EXPECT_EQ(door.utilization->value, 0.1);
  EXPECT_FALSE(door.queue);
  EXPECT_FALSE(door.p95_wait_minutes);
  EXPECT_EQ(till.utilization->value, 1);
  EXPECT_EQ(till.utilization->bin, 1);
  EXPECT_EQ(till.queue->value, 15);
  EXPECT_EQ(till.queue->bin, 2);
  EXPECT_EQ(till.p95_wait_minutes, 45);  // 15 / 10 bins of 30 minutes
}

TEST_F(Digests, TheStoryOfTheLargestQueue) {
  const RunDigest digest = digest_of({});
  ASSERT_TRUE(digest.story);
  const QueueStory& story = *digest.story;
  EXPECT_EQ(story.node_id, "Till");
  EXPECT_EQ(story.peak.value, 15);
  EXPECT_EQ(story.grew_from_bin, 1);
  EXPECT_EQ(story.empty_at_bin, 5);
  EXPECT_EQ(story.overloaded_bins, 2);
  EXPECT_EQ(story.first_overloaded_bin, 1);
  EXPECT_EQ(story.capacity_node, "tills");
  EXPECT_EQ(story.queue_series, "waiting");
  EXPECT_FALSE(story.retries);
}

TEST_F(Digests, AQueueThatIsLeft) {
  const RunDigest digest = digest_of({{"tills=6", ""}});
  EXPECT_FALSE(digest.story->empty_at_bin);
  EXPECT_EQ(digest.story->left_at_end, 20);  // 9, 23, 22, 21, 20
}

TEST_F(Digests, NothingWaits) { EXPECT_FALSE(digest_of({{"tills=50", ""}}).story); }

}  // namespace
}  // namespace flowtime
