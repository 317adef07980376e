// How much is synced for a run, and that it is enough.
#include "run/durability.h"

#include <gtest/gtest.h>

#include <limits>

#include "run/bundle_paths.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

constexpr std::uint64_t kNothing = 0, kMuch = std::numeric_limits<std::uint64_t>::max();

// A stage of that many files; nothing in it is synced.
class StageOfFiles {
 public:
  explicit StageOfFiles(int files) {
    for (const char* directory : bundle::kDirectories) {
      EXPECT_TRUE(env.make_directories(std::string("staging/s/") + directory));
    }
    EXPECT_TRUE(env.make_directories(kRunsDirectory));
    for (int i = 0; i < files; ++i) {
      listed.push_back({.path = "series/" + std::to_string(i) + ".csv", .bytes = 1, .hash = ""});
      write(listed.back().path);
    }
    write(bundle::kManifest);
    write(bundle::kManifestHash);
    env.reset_writes();
  }
  bool survives_a_power_failure() {
    env.lose_unsynced_data();
    for (const auto& [path, content] : env.files()) {
      if (content != "x") return false;
    }
    return true;
  }

  MemoryEnv env;
  std::vector<ManifestFile> listed;

 private:
  void write(const std::string& path) { EXPECT_TRUE(env.write_file("staging/s/" + path, "x")); }
};

TEST(SyncBundle, IsOneSyncWhereLittleIsUnwritten) {
  StageOfFiles stage(15);
  ASSERT_TRUE(sync_bundle(stage.env, "staging/s", stage.listed, kNothing));
  EXPECT_EQ(stage.env.writes(), 1);
  EXPECT_TRUE(stage.survives_a_power_failure());
}

// 15 files with manifest and hash, five directories.
TEST(SyncBundle, IsOneSyncPerFileWhereOthersHaveMuchToWrite) {
  StageOfFiles stage(15);
  ASSERT_TRUE(sync_bundle(stage.env, "staging/s", stage.listed, kMuch));
  EXPECT_EQ(stage.env.writes(), 15 + 2 + 5);
  EXPECT_TRUE(stage.survives_a_power_failure());
}

TEST(SyncBundle, IsOneSyncForVeryManyFiles) {
  StageOfFiles stage(201);
  ASSERT_TRUE(sync_bundle(stage.env, "staging/s", stage.listed, kMuch));
  EXPECT_EQ(stage.env.writes(), 1);
  EXPECT_TRUE(stage.survives_a_power_failure());
}

TEST(SyncNames, CostsOneSyncOrThree) {
  StageOfFiles stage(0);
  ASSERT_TRUE(sync_names(stage.env, kNothing));
  EXPECT_EQ(stage.env.writes(), 1);
  ASSERT_TRUE(sync_names(stage.env, kMuch));
  EXPECT_EQ(stage.env.writes(), 4);
}

TEST(SyncNames, TellsItsFailure) {
  for (const std::uint64_t unwritten : {kNothing, kMuch}) {
    StageOfFiles stage(0);
    stage.env.set_fault({.at_write = 1, .error_number = 5});
    EXPECT_FALSE(sync_names(stage.env, unwritten));
  }
}

}  // namespace
}  // namespace flowtime
