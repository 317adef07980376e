#include "cli/digest_text.h"

#include <gtest/gtest.h>

namespace flowtime::cli {
namespace {

RunDigest digest_with_story() {
  RunDigest digest;
  digest.grid = {.bins = 4,
                 .bin_size = 1,
                 .bin_unit = BinUnit::kHours,
                 .start_unix_ms = parse_utc("2026-01-05T12:00:00Z")};
  NodeDigest till;
  till.id = "Till";
  till.utilization = Peak{1, 1};
  till.queue = Peak{15.25, 2};
  till.p95_wait_minutes = 91.5;
  till.warnings = 2;
  NodeDigest door;
  door.id = "Door";
  digest.nodes = {till, door};
  digest.story = QueueStory{};
  digest.story->node_id = "Till";
  digest.story->peak = {15.25, 2};
  digest.story->grew_from_bin = 1;
  digest.story->overloaded_bins = 2;
  digest.story->first_overloaded_bin = 1;
  digest.story->arrivals = {5, 15, 20, 5};
  digest.story->queue = {0, 5, 15.25, 10};
  digest.story->left_at_end = 10;
  return digest;
}

TEST(DigestText, Stories) {
  RunDigest digest = digest_with_story();
  EXPECT_EQ(
      story_text(digest),
      "Till fell behind: its queue grew from 13:00 to 15.3 items at 14:00 and still holds 10 at "
      "the end. More arrived than it can serve in 2 bins from 13:00 on.\n");
  digest.story->empty_at_bin = 3;
  digest.story->overloaded_bins = 1;
  digest.story->retries = Peak{7, 2};
  EXPECT_EQ(
      story_text(digest),
      "Till fell behind: its queue grew from 13:00 to 15.3 items at 14:00 and was empty again at "
      "15:00. More arrived than it can serve in 1 bin from 13:00 on, up to 7 of it per bin "
      "retries.\n");
  digest.story.reset();
  EXPECT_EQ(story_text(digest),
            "Nothing waited; Till is busiest with 100 % of its capacity at 13:00.\n");
  digest.nodes.clear();
  EXPECT_EQ(story_text(digest), "");
}

TEST(DigestText, Tables) {
  EXPECT_EQ(node_table(digest_with_story()),
            "node  peak load  peak queue     at  p95 wait  findings\n"
            "Till      100 %        15.3  14:00  91.5 min  2 warnings\n"
            "Door          -           -      -         -  -\n");
}

TEST(DigestText, Sparklines) {
  EXPECT_EQ(sparkline({0, 1, 2, 4, 8}, 5), " ▁▂▄█");
  EXPECT_EQ(sparkline({0, 8, 0, 4}, 2), "█▄");  // the largest of each share
  EXPECT_EQ(sparkline({0, 0}, 10), "  ");
  EXPECT_EQ(sparkline({}, 10), "");
}

}  // namespace
}  // namespace flowtime::cli
