#include "catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/bundle_test_support.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;

std::string minute_utc(int minute) { return format_utc(1'767'225'600'000 + minute * 60'000LL); }

// A run of few files: what the index reads of it.
void place(Env& env, const std::string& id, int minute, const std::string& template_id = "shop",
           int warnings = 0) {
  ASSERT_TRUE(env.make_directories("runs/" + id));
  std::string found;
  for (int i = 0; i < warnings; ++i) {
    found += std::string(i > 0 ? "," : "") + R"({"code":"c","message":"m","severity":"warning"})";
  }
  const std::string run = R"({"schemaVersion":1,"runId":")" + id +
                          R"(","mode":"simulation","createdUtc":")" + minute_utc(minute) +
                          R"(","templateId":")" + template_id +
                          R"(","grid":{"bins":4,"binSize":1,"binUnit":"hours"},)" +
                          R"("inputHash":"sha256:1","contentHash":"sha256:2","rng":{"seed":7},)" +
                          R"("warnings":[)" + found + R"(],"series":[]})";
  ASSERT_TRUE(env.write_file("runs/" + id + "/run.json", run));
}

class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest() : catalog_(Catalog::open(env_, "").value()) {}
  std::vector<std::string> ids(const RunQuery& query = {}) {
    const auto page = catalog_->runs().find(query);
    std::vector<std::string> found;
    if (!page) return {page.problems().front().message};
    for (const RunSummary& run : page->items) found.push_back(run.run_id);
    return found;
  }
  MemoryEnv env_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(CatalogTest, FindsWhatStandsThereWhoeverPutItThere) {
  EXPECT_THAT(ids(), ElementsAre());
  place(env_, "a", 1);
  place(env_, "b", 3);
  EXPECT_THAT(ids(), ElementsAre("b", "a"));
  place(env_, "c", 2);
  ASSERT_TRUE(env_.remove_tree("runs/a"));
  const auto update = catalog_->runs().update();
  EXPECT_EQ(update->added, 1);
  EXPECT_EQ(update->removed, 1);
  EXPECT_THAT(ids(), ElementsAre("b", "c"));
  EXPECT_EQ(catalog_->runs().update()->added, 0);
}

TEST_F(CatalogTest, SeesThatAnotherRunHasTheName) {
  place(env_, "a", 1);
  place(env_, "b", 2);
  EXPECT_THAT(ids(), ElementsAre("b", "a"));
  ASSERT_TRUE(env_.rename("runs/a", "runs/b", RenameRule::kExchange));
  EXPECT_EQ(catalog_->runs().update()->changed, 2);
  EXPECT_THAT(ids(), ElementsAre("a", "b"));
}

TEST_F(CatalogTest, ARunThatIsStillBeingCopiedComesWhenItIsWhole) {
  ASSERT_TRUE(env_.make_directories("runs/half"));
  EXPECT_THAT(catalog_->runs().update()->damaged, ElementsAre("half"));
  EXPECT_THAT(ids(), ElementsAre());
  place(env_, "half", 1);
  EXPECT_THAT(ids(), ElementsAre("half"));
  EXPECT_THAT(*catalog_->runs().damaged(), ElementsAre());
}

TEST_F(CatalogTest, TellsOfARunWhatListsNeed) {
  place(env_, "a", 1, "shop", 2);
  const auto page = catalog_->runs().find({});
  ASSERT_EQ(page->items.size(), 1u);
  const RunSummary& run = page->items[0];
  EXPECT_EQ(run.template_id, "shop");
  EXPECT_EQ(run.mode, "simulation");
  EXPECT_EQ(run.created_utc, minute_utc(1));
  EXPECT_EQ(run.input_hash, "sha256:1");
  EXPECT_EQ(run.content_hash, "sha256:2");
  EXPECT_EQ(run.seed, 7);
  EXPECT_EQ(run.warning_count(), 2);
  EXPECT_EQ(run.grid.bins, 4);
  EXPECT_EQ(run.grid.bin_unit, BinUnit::kHours);
  EXPECT_FALSE(run.grid.start_unix_ms);
}

TEST_F(CatalogTest, FiltersAndSearches) {
  place(env_, "a", 1, "shop");
  place(env_, "b", 2, "Shop", 1);
  place(env_, "c_100%", 3, "clinic");
  struct Row {
    RunQuery query;
    std::vector<std::string> found;
  };
  RunQuery template_id, mode, telemetry, warned, clean, word, words, percent, nothing;
  template_id.template_id = "SHOP";
  mode.mode = "Simulation";
  telemetry.mode = "telemetry";
  warned.has_warnings = true;
  clean.has_warnings = false;
  word.search = "CLIN";
  words.search = " shop  b ";
  percent.search = "0%";
  nothing.search = "_b";
  const std::vector<Row> rows{{template_id, {"b", "a"}},
                              {mode, {"c_100%", "b", "a"}},
                              {telemetry, {}},
                              {warned, {"b"}},
                              {clean, {"c_100%", "a"}},
                              {word, {"c_100%"}},
                              {words, {"b"}},
                              {percent, {}},
                              {nothing, {}}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // A name with a percent sign is no id, so it is not a run at all.
    std::vector<std::string> expected = rows[i].found;
    std::erase(expected, "c_100%");
    EXPECT_EQ(ids(rows[i].query), expected) << i;
  }
}

TEST_F(CatalogTest, PagesAreInOrderAndCountEverything) {
  for (int i = 0; i < 25; ++i) place(env_, "run" + std::to_string(100 + i), i / 2);
  RunQuery query;
  query.page_size = 10;
  std::vector<std::string> all;
  for (query.page = 1; query.page <= 4; ++query.page) {
    const auto page = catalog_->runs().find(query);
    EXPECT_EQ(page->total_count, 25);
    EXPECT_EQ(page->items.size(), query.page < 3 ? 10u : query.page == 3 ? 5u : 0u);
    for (const RunSummary& run : page->items) all.push_back(run.run_id);
  }
  ASSERT_EQ(all.size(), 25u);
  EXPECT_EQ(all[0], "run124");
  EXPECT_EQ(all[1], "run122");  // of one minute the ids ascend
  EXPECT_EQ(all[2], "run123");
}

TEST_F(CatalogTest, RebuildReadsEverythingAgain) {
  place(env_, "a", 1);
  EXPECT_THAT(ids(), ElementsAre("a"));
  place(env_, "a", 1, "clinic");  // changed in its place, which only a rebuild notices
  RunQuery clinic;
  clinic.template_id = "clinic";
  EXPECT_THAT(ids(clinic), ElementsAre());
  EXPECT_EQ(catalog_->runs().rebuild()->added, 1);
  EXPECT_THAT(ids(clinic), ElementsAre("a"));
}

TEST_F(CatalogTest, RefreshTakesOneRunInOrOut) {
  place(env_, "a", 1);
  ASSERT_TRUE(catalog_->runs().refresh("a"));
  EXPECT_THAT(ids(), ElementsAre("a"));
  ASSERT_TRUE(env_.remove_tree("runs/a"));
  ASSERT_TRUE(catalog_->runs().refresh("a"));
  EXPECT_THAT(ids(), ElementsAre());
}

TEST(CatalogFile, IsSharedByProcessesAndSurvivesThem) {
  TemporaryRoot root;
  const std::string path = root.path() + "/" + kCatalogFile;
  place(root.env(), "a", 1);
  {
    const auto one = Catalog::open(root.env(), path);
    const auto two = Catalog::open(root.env(), path);
    ASSERT_TRUE(one && two);
    EXPECT_NE(*(*one)->owner(), *(*two)->owner());
    EXPECT_FALSE(*(*one)->is_gone(*(*two)->owner()));
    ASSERT_TRUE((*one)->runs().refresh("a"));
    EXPECT_EQ((*two)->runs().find({})->items.size(), 1u);
    ASSERT_TRUE((*one)->jobs().put({.id = "job_1", .state = "running"}, *(*one)->owner()));
  }
  const auto later = Catalog::open(root.env(), path);
  const auto owners = (*later)->jobs().owners();
  ASSERT_EQ(owners->size(), 1u);
  EXPECT_TRUE(*(*later)->is_gone(owners->front()));
  EXPECT_EQ(*(*later)->jobs().interrupt(owners->front(), "now"), 1);
  EXPECT_EQ((*(*later)->jobs().find("job_1"))->state, "interrupted");
  EXPECT_TRUE((*later)->jobs().owners()->empty());
}

// An index of the runs can be made again from them; no byte of what was there is lost.
TEST(CatalogFile, WhatIsNotADatabaseIsSetAsideAndMadeAgain) {
  TemporaryRoot root;
  const std::string garbage(5000, 'x');
  place(root.env(), "a", 1);
  ASSERT_TRUE(root.env().write_file(kCatalogFile, garbage));
  const auto opened = Catalog::open(root.env(), root.path() + "/" + kCatalogFile);
  ASSERT_TRUE(opened) << to_text(opened.problems(), "");
  ASSERT_TRUE((*opened)->runs().refresh("a"));
  EXPECT_EQ((*opened)->runs().find({})->items.size(), 1u);
  std::vector<std::string> aside;
  const auto files = root.env().list("");
  ASSERT_TRUE(files);
  for (const DirectoryEntry& file : *files) {
    if (file.name.starts_with(std::string(kCatalogFile) + ".damaged-")) aside.push_back(file.name);
  }
  ASSERT_EQ(aside.size(), 1u);
  EXPECT_EQ(*root.env().read_file(aside.front()), garbage);
}

// The header is whole: only a look at all pages finds it. The advice is to restart the server, so
// a restart has to mend it.
TEST(CatalogFile, ADamagedPageIsFoundByAServer) {
  TemporaryRoot root;
  const std::string path = root.path() + "/" + kCatalogFile;
  for (const char* id : {"a", "b", "c"}) place(root.env(), id, 1);
  ASSERT_TRUE((*Catalog::open(root.env(), path))->runs().update());
  std::string bytes = *root.env().read_file(kCatalogFile);
  ASSERT_GT(bytes.size(), 4116U);
  bytes.replace(4096, 20, "twenty bytes of junk");
  ASSERT_TRUE(root.env().write_file(kCatalogFile, bytes));
  const auto opened = Catalog::open(root.env(), path, CatalogCheck::kPages);
  ASSERT_TRUE(opened) << to_text(opened.problems(), "");
  EXPECT_TRUE((*opened)->runs().update());
  EXPECT_EQ((*opened)->runs().find({})->items.size(), 3u);
}

TEST_F(CatalogTest, FailuresAreKeptNewestFirstAndBegunOnesAreNotShown) {
  FailureRecords& failures = catalog_->failures();
  const FailureRecord run{.run_id = "r", .mode = "simulation"};
  const auto number = failures.begin(run, "owner_a");
  EXPECT_EQ(failures.find("", 10)->total_count, 0);
  EXPECT_THAT(*failures.owners(), ElementsAre("owner_a"));
  FailureRecord ended = run;
  ended.number = *number;
  ended.state = "failed";
  ended.log = {"one", "two"};
  ASSERT_TRUE(failures.end(ended));
  ended.number = 0;
  ended.run_id = "s";
  ASSERT_TRUE(failures.end(ended));
  const auto page = failures.find("", 10);
  ASSERT_EQ(page->items.size(), 2u);
  EXPECT_EQ(page->items[0].run_id, "s");
  EXPECT_THAT(page->items[1].log, ElementsAre("one", "two"));
  EXPECT_EQ(failures.find("r", 10)->total_count, 1);
  EXPECT_EQ(failures.find("", 1)->items.size(), 1u);
  EXPECT_THAT(*failures.owners(), ElementsAre());
}

TEST_F(CatalogTest, AKeyIsClaimedOnce) {
  AnswerRecords& answers = catalog_->answers();
  const AnswerRecord claim{
      .key = "k", .body_hash = "h", .owner = "a", .answer = {}, .created_unix_ms = 5};
  EXPECT_FALSE(answers.claim(claim)->has_value());
  EXPECT_EQ((*answers.claim(claim))->owner, "a");
  EXPECT_TRUE(*answers.take_over(claim, "b"));
  EXPECT_FALSE(*answers.take_over(claim, "c"));
  ASSERT_TRUE(answers.answer("k", "yes"));
  EXPECT_EQ((*answers.claim(claim))->answer, "yes");
  ASSERT_TRUE(answers.release("k"));  // answered: stays
  EXPECT_TRUE(answers.claim(claim)->has_value());
  EXPECT_EQ(*answers.forget_before(6), 1);
  EXPECT_FALSE(answers.claim(claim)->has_value());
  ASSERT_TRUE(answers.release("k"));
  EXPECT_FALSE(answers.claim(claim)->has_value());
}

}  // namespace
}  // namespace flowtime
