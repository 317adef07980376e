#include "run/trash.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class TrashTest : public testing::Test {
 protected:
  TrashTest() {
    env_.set_now_unix_ms(1'767'600'000'000);
    EXPECT_TRUE(put('1'));
  }
  Result<Publication> put(char digit) {
    RunRecord record = run_->record("r1");
    record.content_hash = "sha256:" + std::string(64, digit);
    return store(env_, *run_, record);
  }
  char digit() { return read_run_info(env_, "r1")->content_hash[7]; }
  void wait(std::int64_t ms) { env_.set_now_unix_ms(env_.now_unix_ms() + ms); }
  MemoryEnv env_;
  std::unique_ptr<Prepared> run_ = prepare_shop();
};

TEST_F(TrashTest, ARetiredRunComesBackWhole) {
  const auto before = env_.files();
  const auto retired = retire_run(env_, "r1");
  ASSERT_TRUE(retired);
  EXPECT_EQ(retired->restorable_until_unix_ms() - retired->deleted_unix_ms, 86'400'000);
  EXPECT_FALSE(run_exists(env_, "r1"));
  ASSERT_EQ(list_trash(env_)->size(), 1u);
  EXPECT_EQ(list_trash(env_)->front().run_id, "r1");
  ASSERT_TRUE(restore_run(env_, "r1"));
  EXPECT_EQ(env_.files(), before);
  EXPECT_TRUE(verify_run(env_, "r1")->differences.empty());
  EXPECT_TRUE(list_trash(env_)->empty());
}

TEST_F(TrashTest, TheLatestCopyComesBackFirst) {
  ASSERT_TRUE(retire_run(env_, "r1"));
  ASSERT_TRUE(put('2'));
  ASSERT_TRUE(retire_run(env_, "r1"));  // in the same millisecond
  ASSERT_TRUE(restore_run(env_, "r1"));
  EXPECT_EQ(digit(), '2');
  EXPECT_EQ(restore_run(env_, "r1").problems()[0].code, "run_id_taken");
  ASSERT_TRUE(delete_run(env_, "r1"));
  ASSERT_TRUE(restore_run(env_, "r1"));
  EXPECT_EQ(digit(), '1');
}

TEST_F(TrashTest, AfterADayItIsGone) {
  ASSERT_TRUE(retire_run(env_, "r1"));
  wait(kTrashKeptMs - 1);
  EXPECT_EQ(*sweep_trash(env_), 0);
  wait(1);
  EXPECT_EQ(restore_run(env_, "r1").problems()[0].code, "run_not_found");
  EXPECT_TRUE(list_trash(env_)->empty());
  EXPECT_EQ(*sweep_trash(env_), 1);
  EXPECT_TRUE(env_.files().empty());
}

TEST_F(TrashTest, WhatIsNotThereAndWhatIsNotOursStays) {
  EXPECT_EQ(retire_run(env_, "r2").problems()[0].code, "run_not_found");
  EXPECT_EQ(restore_run(env_, "r2").problems()[0].code, "run_not_found");
  EXPECT_EQ(restore_run(env_, "../r1").problems()[0].code, "invalid_id");
  for (const char* name : {"readme", "r1@soon", "@1", "r1@-5", "../x@1"}) {
    if (std::string(name).find('/') == std::string::npos) {
      ASSERT_TRUE(env_.make_directories(std::string("trash/") + name));
    }
  }
  EXPECT_TRUE(list_trash(env_)->empty());
  EXPECT_EQ(*sweep_trash(env_), 0);
}

TEST_F(TrashTest, RetiringAndRestoringAreAllOrNothingWhateverFails) {
  for (int n = 1; n < 20; ++n) {
    env_.reset_writes();
    env_.set_fault({.at_write = n, .error_number = EIO, .and_after = true});
    const bool retired = retire_run(env_, "r1").has_value();
    env_.set_fault({});
    const bool there = run_exists(env_, "r1");
    EXPECT_TRUE(there != (list_trash(env_)->size() == 1)) << n;
    EXPECT_FALSE(retired && there) << n;
    ASSERT_TRUE(there || restore_run(env_, "r1")) << n;
    EXPECT_TRUE(verify_run(env_, "r1")->differences.empty()) << n;
  }
}

}  // namespace
}  // namespace flowtime
