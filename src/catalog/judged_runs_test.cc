// What the catalog knows of the judgement of runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "answers/judgement_json.h"
#include "catalog/catalog.h"
#include "catalog/database.h"
#include "run/bundle_test_support.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;

struct JudgedRun {
  std::string id;
  int minute = 0;
  Verdict verdict = Verdict::kNone;  // kNone: nothing was judged
  FindingKind kind = FindingKind::kCalm;
  double harmed = 0;
  std::string content = "sha256:" + std::string(64, 'a');
};

JudgementSummary judgement_of(const JudgedRun& run) {
  JudgementSummary judgement;
  judgement.verdict = run.verdict;
  RankedFinding first;
  first.kind = run.kind;
  first.verdict = run.verdict;
  first.node_id = "Pay";
  first.harmed = run.harmed;
  first.parts = {{.text = "Pay fell behind by "}, {.text = "seven", .value = 7}};
  RankedFinding second = first;
  second.verdict = Verdict::kWarning;
  judgement.findings = {first, second};
  judgement.thumbnail_load = {0.5, 1};
  judgement.thumbnail_wait = {0, 2.5};
  return judgement;
}

void place(Env& env, const JudgedRun& run) {
  ASSERT_TRUE(env.make_directories("runs/" + run.id + "/model"));
  JsonWriter json;
  json.begin_object().member("runId", run.id).member("mode", "simulation");
  json.member("createdUtc", format_utc(1'767'225'600'000 + run.minute * 60'000LL));
  json.key("grid").raw(R"({"bins":4,"binSize":1,"binUnit":"hours"})");
  json.member("contentHash", run.content).key("settings");
  json.begin_array().string("till[2..3]*=1.2").string("note=\"x\"").end_array().key("durations");
  json.raw(R"([{"stage":"evaluate","milliseconds":1.5},{"stage":"write","milliseconds":2}])");
  if (run.verdict != Verdict::kNone) judgement_member(json, judgement_of(run));
  json.end_object();
  ASSERT_TRUE(env.write_file("runs/" + run.id + "/run.json", json.text()));
  ASSERT_TRUE(env.write_file("runs/" + run.id + "/model/metadata.json",
                             R"({"parameters":{"bins":96,"shape":[1,2]}})"));
}

class JudgedRuns : public ::testing::Test {
 protected:
  JudgedRuns() : catalog_(Catalog::open(env_, "").value()) {
    place(env_, {"calm", 4, Verdict::kGood, FindingKind::kCalm, 0});
    place(env_, {"late", 1, Verdict::kWarning, FindingKind::kOverload, 900});
    place(env_, {"lost", 2, Verdict::kCritical, FindingKind::kLoss, 50});
    place(env_, {"worse", 3, Verdict::kCritical, FindingKind::kOverload, 60});
    place(env_, {.id = "older", .minute = 5});
  }
  std::vector<std::string> ids(const RunQuery& query) {
    std::vector<std::string> found;
    const auto page = catalog_->runs().find(query);
    for (const RunSummary& run : page->items) found.push_back(run.run_id);
    return found;
  }
  MemoryEnv env_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(JudgedRuns, AreInTheOrderAskedFor) {
  RunQuery query;
  EXPECT_THAT(ids(query), ElementsAre("older", "calm", "worse", "lost", "late"));
  query.order = RunOrder::kHarmed;
  EXPECT_THAT(ids(query), ElementsAre("late", "worse", "lost", "older", "calm"));
  query.order = RunOrder::kVerdict;
  EXPECT_THAT(ids(query), ElementsAre("worse", "lost", "late", "calm", "older"));
}

TEST_F(JudgedRuns, AreNarrowedByVerdictKindContentAndWordsOfTheSentence) {
  RunQuery verdict, several, kind, both, content, words;
  verdict.choice.verdicts = {Verdict::kCritical};
  several.choice.verdicts = {Verdict::kGood, Verdict::kWarning};
  kind.choice.kinds = {FindingKind::kOverload};
  both.choice.verdicts = {Verdict::kCritical};
  both.choice.kinds = {FindingKind::kOverload, FindingKind::kCalm};
  place(env_, {.id = "twin", .minute = 6, .content = "sha256:" + std::string(64, 'b')});
  content.choice.content_hash = "sha256:" + std::string(64, 'b');
  words.search = "fell SEVEN";
  EXPECT_THAT(ids(verdict), ElementsAre("worse", "lost"));
  EXPECT_THAT(ids(several), ElementsAre("calm", "late"));
  EXPECT_THAT(ids(kind), ElementsAre("worse", "late"));
  EXPECT_THAT(ids(both), ElementsAre("worse"));
  EXPECT_THAT(ids(content), ElementsAre("twin"));
  EXPECT_THAT(ids(words), ElementsAre("calm", "worse", "lost", "late"));
  EXPECT_THAT(*catalog_->runs().with_content("sha256:" + std::string(64, 'a'), 2),
              ElementsAre("older", "calm"));
}

TEST_F(JudgedRuns, TellWhatListsShow) {
  RunQuery query;
  query.choice.verdicts = {Verdict::kCritical};
  const auto page = catalog_->runs().find(query);
  const RunSummary& run = page->items.at(0);
  EXPECT_TRUE(run.is_judged);
  EXPECT_EQ(run.verdict, Verdict::kCritical);
  EXPECT_EQ(run.kind, "overload");
  EXPECT_EQ(run.harmed, 60);
  EXPECT_EQ(run.headline_text(), "Pay fell behind by seven");
  EXPECT_EQ(run.thumbnail, R"({"load":[0.5,1],"wait":[0,2.5]})");
  EXPECT_EQ(run.health.critical, 1);
  EXPECT_EQ(run.health.warning, 1);
  EXPECT_EQ(run.parameters, R"({"bins":96,"shape":[1,2]})");
  EXPECT_EQ(run.settings, R"(["till[2..3]*=1.2","note=\"x\""])");
  EXPECT_EQ(run.duration_ms, 3.5);
  const RunSummary older = catalog_->runs().find({})->items.at(0);
  EXPECT_FALSE(older.is_judged);
  EXPECT_EQ(older.headline_text(), "");
}

TEST_F(JudgedRuns, GiveTheCatalogAnotherRevisionWhenOneComesOrLeaves) {
  const auto revision = [&] { return catalog_->runs().find({})->revision; };
  const std::int64_t first = revision();
  EXPECT_EQ(revision(), first);
  place(env_, {.id = "new", .minute = 9});
  const std::int64_t second = revision();
  EXPECT_GT(second, first);
  ASSERT_TRUE(env_.remove_tree("runs/new"));
  const std::int64_t third = revision();
  EXPECT_GT(third, second);
  ASSERT_TRUE(catalog_->runs().rebuild());
  EXPECT_GT(revision(), third);
}

TEST_F(JudgedRuns, NoRevisionComesBackWhenTheCatalogIsMadeAnew) {
  const std::int64_t former = catalog_->runs().find({})->revision;
  env_.set_now_unix_ms(env_.now_unix_ms() + 1);
  catalog_ = Catalog::open(env_, "").value();
  EXPECT_GT(catalog_->runs().find({})->revision, former);
}

// The tables of a former version, with a run in them: every bundle is read again.
TEST(JudgedRunsOfAFormerCatalog, AreReadAgain) {
  TemporaryRoot root;
  const std::string path = root.path() + "/" + kCatalogFile;
  place(root.env(), {"worse", 3, Verdict::kCritical, FindingKind::kOverload, 60});
  {
    SQLite::Database former(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const char* table : {"creations", "jobs", "answers"}) {
      former.exec(std::string("CREATE TABLE ") + table + " (id TEXT)");
    }
    former.exec("CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
    former.exec("CREATE TABLE damaged_runs (id TEXT PRIMARY KEY, file_number INTEGER NOT NULL)");
    former.exec("CREATE TABLE runs (id TEXT PRIMARY KEY, file_number INTEGER NOT NULL)");
    former.exec("INSERT INTO runs VALUES ('worse', 1)");
    former.exec("PRAGMA user_version=1");
  }
  const auto catalog = Catalog::open(root.env(), path);
  ASSERT_TRUE(catalog);
  const auto page = (*catalog)->runs().find({});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(page->items[0].verdict, Verdict::kCritical);
}

// The version before settings had a column: what is on disk did not change, and is read again.
TEST(JudgedRunsOfAFormerCatalog, GetTheirSettings) {
  TemporaryRoot root;
  const std::string path = root.path() + "/" + kCatalogFile;
  place(root.env(), {"worse", 3, Verdict::kCritical, FindingKind::kOverload, 60});
  std::int64_t revision = 0;
  {
    const auto former = Catalog::open(root.env(), path);
    ASSERT_TRUE(former);
    revision = (*former)->runs().find({})->revision;
  }
  {
    SQLite::Database former(path, SQLite::OPEN_READWRITE);
    former.exec("ALTER TABLE runs DROP COLUMN settings");
    former.exec("PRAGMA user_version=3");
  }
  const auto catalog = Catalog::open(root.env(), path);
  ASSERT_TRUE(catalog) << to_text(catalog.problems(), "");
  const auto page = (*catalog)->runs().find({});
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(page->items[0].settings, R"(["till[2..3]*=1.2","note=\"x\""])");
  EXPECT_GT(page->revision, revision);
}

}  // namespace
}  // namespace flowtime
