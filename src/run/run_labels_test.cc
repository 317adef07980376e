#include "run/run_labels.h"

#include <gmock/gmock.h>

#include <cerrno>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "run/trash.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RunRemarksTest : public testing::Test {
 protected:
  RunRemarksTest() { EXPECT_TRUE(store(env_, *run_, run_->record("r1"))); }
  MemoryEnv env_;
  std::unique_ptr<Prepared> run_ = prepare_shop();
};

TEST_F(RunRemarksTest, WhatIsNotNamedStays) {
  EXPECT_TRUE(read_labels(env_, "r1").empty());
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{" base ", "keep", "base"}}, .note = {}}));
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {}, .note = "  the day as it was\n"}));
  const RunRemarks labels = read_labels(env_, "r1");
  EXPECT_THAT(labels.tags, ElementsAre("base", "keep"));
  EXPECT_EQ(labels.note, "the day as it was");
  EXPECT_EQ(read_run_info(env_, "r1")->labels.note, "the day as it was");
}

TEST_F(RunRemarksTest, TheRunStaysIntactAndEmptyLabelsLeaveNoFile) {
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{"base"}}, .note = "x"}));
  EXPECT_TRUE(verify_run(env_, "r1")->differences.empty());
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{}}, .note = ""}));
  EXPECT_EQ(env_.files().count("runs/r1/labels.json"), 0u);
  EXPECT_TRUE(read_labels(env_, "r1").empty());
}

TEST_F(RunRemarksTest, WhatIsNotALabelIsRefusedAndChangesNothing) {
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{"base"}}, .note = {}}));
  const std::vector<LabelChange> rows{
      {.tags = {{""}}, .note = {}},
      {.tags = {{"two\nlines"}}, .note = {}},
      {.tags = {{std::string(kMaxTagBytes + 1, 'x')}}, .note = {}},
      {.tags = {}, .note = std::string(kMaxNoteBytes + 1, 'x')},
  };
  for (const LabelChange& row : rows) {
    EXPECT_EQ(change_labels(env_, "r1", row).problems()[0].code, "invalid_label");
  }
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= kMaxTags; ++i) many.push_back(std::to_string(i));
  EXPECT_EQ(change_labels(env_, "r1", {.tags = many, .note = {}}).problems()[0].code,
            "invalid_label");
  EXPECT_THAT(read_labels(env_, "r1").tags, ElementsAre("base"));
  EXPECT_EQ(change_labels(env_, "r2", {}).problems()[0].code, "run_not_found");
}

TEST_F(RunRemarksTest, ADamagedFileReadsAsNone) {
  env_.set_file("runs/r1/labels.json", "{\"tags\": 3");
  EXPECT_TRUE(read_labels(env_, "r1").empty());
  env_.set_file("runs/r1/labels.json", R"({"tags":[1,"a"],"note":7})");
  EXPECT_THAT(read_labels(env_, "r1").tags, ElementsAre("a"));
}

TEST_F(RunRemarksTest, TheyStayWhenTheRunIsMadeAgainAndGoWhereItGoes) {
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{"base"}}, .note = {}}));
  ASSERT_TRUE(store(env_, *run_, run_->record("r1"), PublishRule::kReplace));
  EXPECT_THAT(read_labels(env_, "r1").tags, ElementsAre("base"));
  EXPECT_TRUE(verify_run(env_, "r1")->differences.empty());
  ASSERT_TRUE(retire_run(env_, "r1"));
  EXPECT_THAT(read_labels(env_, "r1").tags, IsEmpty());
  ASSERT_TRUE(restore_run(env_, "r1"));
  EXPECT_THAT(read_labels(env_, "r1").tags, ElementsAre("base"));
}

TEST_F(RunRemarksTest, AChangeIsWholeOrNotThereWhateverFails) {
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{"before"}}, .note = {}}));
  env_.reset_writes();
  ASSERT_TRUE(change_labels(env_, "r1", {.tags = {{"before"}}, .note = {}}));
  const int writes = env_.writes();
  for (int n = 1; n <= writes; ++n) {
    env_.reset_writes();
    env_.set_fault({.at_write = n, .error_number = ENOSPC});
    EXPECT_FALSE(change_labels(env_, "r1", {.tags = {{"after"}}, .note = {}})) << n;
    env_.set_fault({});
    EXPECT_THAT(read_labels(env_, "r1").tags, ElementsAre("before")) << n;
    EXPECT_TRUE(verify_run(env_, "r1")->differences.empty()) << n;
  }
}

}  // namespace
}  // namespace flowtime
