#include "run/run_notes.h"

#include <gmock/gmock.h>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "run/trash.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class RunNotesTest : public testing::Test {
 protected:
  RunNotesTest() { EXPECT_TRUE(store(env_, *run_, run_->record("r1"))); }
  std::vector<std::string> texts() {
    std::vector<std::string> all;
    for (const RunNote& note : read_notes(env_, "r1")) {
      all.push_back(std::to_string(note.bin) + " " + note.text);
    }
    return all;
  }
  std::string code(std::int64_t bin, const std::string& text) {
    const auto note = add_note(env_, "r1", bin, text);
    return note ? "" : note.problems().front().code;
  }
  MemoryEnv env_;
  std::unique_ptr<Prepared> run_ = prepare_shop();
};

TEST_F(RunNotesTest, StandByBinAndLeaveTheRunIntact) {
  ASSERT_TRUE(add_note(env_, "r1", 2, " payment 2.4 out "));
  ASSERT_TRUE(add_note(env_, "r1", 0, "sale mail"));
  ASSERT_TRUE(add_note(env_, "r1", 2, "second"));
  EXPECT_THAT(texts(), testing::ElementsAre("0 sale mail", "2 payment 2.4 out", "2 second"));
  EXPECT_TRUE(verify_run(env_, "r1")->differences.empty());
}

TEST_F(RunNotesTest, AreRemovedByIdAndTheLastLeavesNoFile) {
  const auto note = add_note(env_, "r1", 1, "x");
  ASSERT_TRUE(note);
  EXPECT_EQ(remove_note(env_, "r1", "other").problems().front().code, "note_not_found");
  EXPECT_TRUE(remove_note(env_, "r1", note->id));
  EXPECT_TRUE(texts().empty());
  EXPECT_EQ(env_.files().count("runs/r1/notes.json"), 0u);
}

TEST_F(RunNotesTest, WhatCannotBeIsRefused) {
  EXPECT_EQ(code(-1, "x"), "invalid_note");
  EXPECT_EQ(code(1'000'000, "x"), "invalid_note");
  EXPECT_EQ(code(0, "  "), "invalid_note");
  EXPECT_EQ(code(0, "a\nb"), "invalid_note");
  EXPECT_EQ(code(0, std::string(201, 'x')), "invalid_note");
  EXPECT_EQ(add_note(env_, "nobody", 0, "x").problems().front().code, "run_not_found");
  for (std::size_t i = 0; i < kMaxNotes; ++i) EXPECT_EQ(code(0, "x"), "");
  EXPECT_EQ(code(0, "x"), "invalid_note");
}

TEST_F(RunNotesTest, AGarbageFileHasNone) {
  ASSERT_TRUE(env_.write_file("runs/r1/notes.json", "{\"notes\":[1,{\"bin\":\"x\"}]"));
  EXPECT_TRUE(read_notes(env_, "r1").empty());
  ASSERT_TRUE(env_.write_file("runs/r1/notes.json", "{\"notes\":[1,{\"bin\":\"x\"}]}"));
  EXPECT_TRUE(read_notes(env_, "r1").empty());
}

}  // namespace
}  // namespace flowtime
