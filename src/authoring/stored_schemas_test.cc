// What authoring keeps on disk fulfils the schemas of schemas/.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authoring/draft_model.h"
#include "authoring/draft_store.h"
#include "authoring/series_store.h"
#include "library/template_library.h"
#include "registry/artifact_zip.h"
#include "run/schema_test_support.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using Json = nlohmann::json;
using ::testing::IsEmpty;

class StoredSchemas : public ::testing::Test {
 protected:
  std::vector<std::string> complaints(const std::string& schema, const std::string& text) {
    return checker_.check(schema, Json::parse(text, nullptr, false));
  }
  std::string only_file(const std::string& below) {
    for (const auto& [path, content] : env_.files()) {
      if (path.starts_with(below)) return content;
    }
    return "";
  }
  MemoryEnv env_;
  SchemaChecker checker_{std::string(FT_SOURCE_DIR) + "/schemas"};
};

TEST_F(StoredSchemas, OfDrafts) {
  ASSERT_TRUE(create_draft(
      env_, {.id = "d", .content = "x", .metadata_json = R"({"owner":["ops"]})"}, false));
  EXPECT_THAT(complaints("draft.schema.json", only_file("drafts/")), IsEmpty());
  EXPECT_FALSE(complaints("draft.schema.json", R"({"draftId":"d"})").empty());
}

TEST_F(StoredSchemas, OfSeries) {
  IngestRequest request{.series_id = "s", .content = "0,1\n"};
  ASSERT_TRUE(ingest_series(env_, request));
  EXPECT_THAT(complaints("stored-series.schema.json", only_file("series/")), IsEmpty());
  request.metadata.start = "2026-01-01";
  ASSERT_TRUE(ingest_series(env_, request));
  EXPECT_THAT(complaints("stored-series.schema.json", only_file("series/")), IsEmpty());
  EXPECT_FALSE(complaints("stored-series.schema.json", R"({"SeriesId":"s"})").empty());
}

TEST_F(StoredSchemas, OfGeneratedModels) {
  TemplateLibrary library;
  const auto from = library.find("order-system");
  ASSERT_TRUE(from);
  RunObserver observer;
  StageClock clock(env_, observer);
  ASSERT_TRUE(generate_and_store(env_, {.source = *from}, clock));
  const std::string path = env_.files().begin()->first;
  const auto entries = read_zip(env_, path);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_THAT(complaints("generated-model-provenance.schema.json", (*entries)[1].content),
              IsEmpty());
  EXPECT_THAT(complaints("generated-model-metadata.schema.json", (*entries)[2].content), IsEmpty());
}

}  // namespace
}  // namespace flowtime
