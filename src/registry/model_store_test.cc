#include "registry/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "registry/artifact_zip.h"
#include "run/run_identity.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::HasSubstr;

NewModel model_of(const std::string& template_id, char digit, const std::string& time) {
  NewModel model;
  model.model_hash = "sha256:" + std::string(64, digit);
  model.model = "schemaVersion: 1\nprovenance:\n  templateId: " + template_id + "\n";
  model.provenance_json = R"({"generatedAt":")" + time + R"("})";
  model.metadata_json = R"({"templateId":")" + template_id +
                        R"(","templateTitle":"Shop","schemaVersion":1,"mode":"simulation"})";
  return model;
}

TEST(Zip, GivesBackWhatWentIn) {
  MemoryEnv env;
  ASSERT_TRUE(env.make_directories("files"));
  const std::string large(300'000, 'x');
  env.set_file("files/large.bin", large);
  ASSERT_TRUE(write_zip(env, "a.zip",
                        {{.name = "a.txt", .content = "alpha"},
                         {.name = "dir/large.bin", .content = "", .path = "files/large.bin"},
                         {.name = "empty", .content = ""}}));
  const auto entries = read_zip(env, "a.zip");
  ASSERT_TRUE(entries) << to_text(entries.problems(), "");
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_EQ((*entries)[0].content, "alpha");
  EXPECT_EQ((*entries)[1].name, "dir/large.bin");
  EXPECT_EQ((*entries)[1].content, large);
  EXPECT_EQ((*entries)[2].content, "");
  EXPECT_LT(env.files()["a.zip"].size(), 2000u);  // compressed
  EXPECT_EQ(env.open_files(), 0);
}

TEST(Zip, EqualEntriesGiveEqualBytes) {
  MemoryEnv env;
  const std::vector<ZipEntry> entries = {{.name = "a", .content = "1"}};
  ASSERT_TRUE(write_zip(env, "1.zip", entries));
  env.set_now_unix_ms(1'900'000'000'000);
  ASSERT_TRUE(write_zip(env, "2.zip", entries));
  EXPECT_EQ(env.files()["1.zip"], env.files()["2.zip"]);
}

TEST(Zip, SaysWhatIsWrong) {
  MemoryEnv env;
  const auto code = [](const auto& result) {
    return result ? std::string("none") : result.problems().front().code;
  };
  EXPECT_EQ(code(write_zip(env, "a.zip", {{.name = "a", .content = "", .path = "nowhere"}})),
            "io_not_found");
  env.set_fault({.at_write = env.writes() + 1, .error_number = ENOSPC});
  EXPECT_EQ(code(write_zip(env, "a.zip", {{.name = "a", .content = "1"}})), "io_no_space");
  env.set_fault({});
  env.set_file("b.zip", "no archive");
  EXPECT_EQ(code(read_zip(env, "b.zip")), "zip_damaged");
  ASSERT_TRUE(write_zip(env, "c.zip", {{.name = "a", .content = "12345"}}));
  EXPECT_EQ(code(read_zip(env, "c.zip", 4)), "zip_damaged");
  EXPECT_EQ(code(read_zip(env, "d.zip")), "io_not_found");
}

TEST(ModelStore, KeepsAModelUnderItsHash) {
  MemoryEnv env;
  const NewModel model = model_of("shop", 'a', "2026-01-01T00:00:00Z");
  const auto stored = store_model(env, model);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->id, "model_" + std::string(64, 'a'));
  // A run of the model stores it without provenance.
  EXPECT_EQ(stored->text_hash, model_hash("schemaVersion: 1\n"));
  const auto entries = read_zip(env, "models/" + stored->id + ".zip");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_EQ((*entries)[0].name, "model.yaml");
  EXPECT_EQ((*entries)[0].content, model.model);
  EXPECT_EQ((*entries)[1].content, model.provenance_json);
  EXPECT_EQ((*entries)[2].content, model.metadata_json);
}

TEST(ModelStore, ListsNewestFirst) {
  MemoryEnv env;
  EXPECT_EQ(to_json(*list_models(env)), R"({"models":[]})");
  ASSERT_TRUE(store_model(env, model_of("shop", 'b', "2026-01-01T00:00:00Z")));
  ASSERT_TRUE(store_model(env, model_of("shop", 'c', "2026-01-03T00:00:00Z")));
  ASSERT_TRUE(store_model(env, model_of("hub", 'a', "2026-01-02T00:00:00Z")));
  env.set_file("models/model_x.zip", "no archive");
  const auto models = list_models(env);
  ASSERT_TRUE(models);
  std::string order;
  for (const StoredModel& model : *models) order += model.hash.front();
  EXPECT_EQ(order, "cab");
  EXPECT_THAT(to_json(*models),
              HasSubstr(R"({"templateId":"hub","schema":"schema-1","mode":"mode-simulation",)"
                        R"("storageRef":"storage://model/model_)" +
                        std::string(64, 'a') + "?h=" + std::string(64, 'a') + R"(","size":)"));
  EXPECT_THAT(to_json(*models),
              HasSubstr(R"("modifiedUtc":"2026-01-02T00:00:00Z","modelHash":")" +
                        std::string(64, 'a') + R"(","contentType":"application/zip"})"));
}

TEST(ModelStore, AnswersTheNewestOfATemplate) {
  MemoryEnv env;
  ASSERT_TRUE(store_model(env, model_of("shop", 'b', "2026-01-01T00:00:00Z")));
  ASSERT_TRUE(store_model(env, model_of("shop", 'c', "2026-01-03T00:00:00Z")));
  EXPECT_EQ(newest_model(env, "shop")->hash.front(), 'c');
  // Generated again, the older one is the newest.
  ASSERT_TRUE(store_model(env, model_of("shop", 'b', "2026-01-04T00:00:00Z")));
  const auto newest = newest_model(env, "shop");
  EXPECT_EQ(newest->hash.front(), 'b');
  EXPECT_THAT(to_json(*newest), ::testing::EndsWith(R"(,"model":"schemaVersion: 1\nprovenance:\n  )"
                                                    R"(templateId: shop\n"})"));
  EXPECT_EQ(newest_model(env, "nobody").problems().front().message,
            "There is no model of the template 'nobody'.");
}

TEST(ModelStore, DeletesAndRefuses) {
  MemoryEnv env;
  const std::string id = store_model(env, model_of("shop", 'b', "t"))->id;
  ASSERT_TRUE(delete_model(env, id));
  EXPECT_EQ(delete_model(env, id).problems().front().code, "model_not_found");
  EXPECT_EQ(read_model_archive(env, id).problems().front().code, "model_not_found");
  EXPECT_EQ(read_model_archive(env, "../x").problems().front().code, "invalid_id");
  EXPECT_EQ(model_archive_path("model_../x"), "");
}

}  // namespace
}  // namespace flowtime
