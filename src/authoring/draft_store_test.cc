#include "authoring/draft_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;

std::string code_of(const auto& result) { return result ? "none" : result.problems().front().code; }

DraftText text_of(const std::string& id, const std::string& content,
                  const std::string& metadata = "") {
  return {.id = id, .content = content, .metadata_json = metadata};
}

TEST(DraftStore, GivesBackExactlyWhatWasStored) {
  MemoryEnv env;
  const std::string content = "metadata:\r\n  id: caf\xC3\xA9 \"x\"\t\n";
  ASSERT_TRUE(create_draft(env, text_of("shop", content, R"({"b":1,"a":[null]})"), false));
  const auto draft = read_draft(env, "shop");
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->content, content);
  EXPECT_EQ(draft->metadata_json, R"({"b":1,"a":[null]})");
  EXPECT_EQ(draft->created_utc, "2026-01-01T00:00:00.000Z");
}

TEST(DraftStore, HashesTheExactText) {
  MemoryEnv env;
  const auto draft = create_draft(env, text_of("d", "abc"), false);
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->content_hash(),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_json(*draft),
            R"({"draftId":"d","storageRef":"storage://draft/d?h=)"
            R"(ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","content":"abc",)"
            R"("contentHash":"sha256:)"
            R"(ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",)"
            R"("metadata":{},"createdUtc":"2026-01-01T00:00:00.000Z",)"
            R"("updatedUtc":"2026-01-01T00:00:00.000Z"})");
}

TEST(DraftStore, ListsByIdAndLeavesOutWhatIsNoDraft) {
  MemoryEnv env;
  EXPECT_EQ(to_json(*list_drafts(env)), R"({"items":[]})");
  ASSERT_TRUE(create_draft(env, text_of("b", "2"), false));
  ASSERT_TRUE(create_draft(env, text_of("a", "1"), false));
  env.set_file("drafts/readme.txt", "no draft");
  env.set_file("drafts/broken.json", "{");
  const auto drafts = list_drafts(env);
  ASSERT_TRUE(drafts);
  ASSERT_EQ(drafts->size(), 2u);
  EXPECT_EQ((*drafts)[0].id, "a");
  EXPECT_EQ((*drafts)[1].id, "b");
}

TEST(DraftStore, AnIdIsTakenOnceUnlessOverwritingIsAskedFor) {
  MemoryEnv env;
  ASSERT_TRUE(create_draft(env, text_of("d", "first"), false));
  EXPECT_EQ(code_of(create_draft(env, text_of("d", "second"), false)), "draft_exists");
  EXPECT_EQ(read_draft(env, "d")->content, "first");
  ASSERT_TRUE(create_draft(env, text_of("d", "third"), true));
  EXPECT_EQ(read_draft(env, "d")->content, "third");
}

TEST(DraftStore, MakesAnIdWhenNoneIsGiven) {
  MemoryEnv env;
  const auto first = create_draft(env, text_of("", "x"), false);
  const auto second = create_draft(env, text_of("", "x"), false);
  ASSERT_TRUE(first && second);
  EXPECT_THAT(first->id, ::testing::MatchesRegex("draft-[0-9a-f]+"));
  EXPECT_NE(first->id, second->id);
}

TEST(DraftStore, ReplacesWhatIsThereAndKeepsItsMetadataAndBirth) {
  MemoryEnv env;
  ASSERT_TRUE(create_draft(env, text_of("d", "one", R"({"owner":"ops"})"), false));
  env.set_now_unix_ms(1'767'225'600'000 + 60'000);
  const auto replaced = replace_draft(env, text_of("d", "two"));
  ASSERT_TRUE(replaced);
  EXPECT_EQ(replaced->metadata_json, R"({"owner":"ops"})");
  EXPECT_EQ(replaced->created_utc, "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(replaced->updated_utc, "2026-01-01T00:01:00.000Z");
  EXPECT_EQ(code_of(replace_draft(env, text_of("other", "two"))), "draft_not_found");
}

TEST(DraftStore, ALateWriterIsTold) {
  MemoryEnv env;
  const auto read = create_draft(env, text_of("d", "one"), false);
  ASSERT_TRUE(replace_draft(env, text_of("d", "two"), read->content_hash()));
  EXPECT_EQ(code_of(replace_draft(env, text_of("d", "three"), read->content_hash())),
            "draft_changed");
  EXPECT_EQ(read_draft(env, "d")->content, "two");
}

TEST(DraftStore, DeletesOnce) {
  MemoryEnv env;
  ASSERT_TRUE(create_draft(env, text_of("d", "one"), false));
  ASSERT_TRUE(delete_draft(env, "d"));
  EXPECT_EQ(code_of(read_draft(env, "d")), "draft_not_found");
  EXPECT_EQ(code_of(delete_draft(env, "d")), "draft_not_found");
}

TEST(DraftStore, RefusesWhatIsNoDraft) {
  MemoryEnv env;
  EXPECT_EQ(code_of(create_draft(env, text_of("../x", "c"), false)), "invalid_id");
  EXPECT_EQ(code_of(create_draft(env, text_of(std::string(128, 'a'), "c"), false)), "invalid_id");
  EXPECT_EQ(code_of(create_draft(env, text_of("a.b", "c"), false)), "invalid_id");
  EXPECT_EQ(code_of(create_draft(env, text_of("d", ""), false)), "draft_content_missing");
  EXPECT_EQ(code_of(create_draft(env, text_of("d", "c", "[1]"), false)), "invalid_metadata");
  EXPECT_EQ(code_of(read_draft(env, "a/b")), "invalid_id");
  EXPECT_EQ(code_of(delete_draft(env, "..")), "invalid_id");
  EXPECT_THAT(env.files(), ::testing::IsEmpty());
}

TEST(DraftStore, ADamagedFileIsNamed) {
  MemoryEnv env;
  ASSERT_TRUE(create_draft(env, text_of("d", "one"), false));
  std::string text = env.files()["drafts/d.json"];
  env.set_file("drafts/d.json", text.replace(text.rfind("one"), 3, "two"));
  EXPECT_EQ(code_of(read_draft(env, "d")), "draft_damaged");
}

// Whatever write fails, a reader finds the former text or the new one, and nothing is left over.
TEST(DraftStore, IsWholeWhateverFails) {
  for (int at = 1; at < 40; ++at) {
    MemoryEnv env;
    ASSERT_TRUE(create_draft(env, text_of("d", "one"), false));
    env.reset_writes();
    env.set_fault({.at_write = at, .error_number = ENOSPC, .and_after = false});
    const bool replaced = replace_draft(env, text_of("d", "two")).has_value();
    const bool reached = env.writes() >= at;
    env.set_fault({});
    const auto draft = read_draft(env, "d");
    ASSERT_TRUE(draft) << at;
    EXPECT_TRUE(draft->content == "two" || (draft->content == "one" && !replaced)) << at;
    if (!reached) return;
  }
  FAIL() << "the fault was always reached";
}

}  // namespace
}  // namespace flowtime
