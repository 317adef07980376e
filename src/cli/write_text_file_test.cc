#include "cli/write_text_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace flowtime::cli {
namespace {

namespace fs = std::filesystem;

class WriteTextFile : public ::testing::Test {
 protected:
  WriteTextFile() : folder_(fs::path(::testing::TempDir()) / "write_text_file") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~WriteTextFile() override { fs::remove_all(folder_); }
  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  const fs::path folder_;
};

TEST_F(WriteTextFile, MakesAndReplacesAFile) {
  ASSERT_TRUE(write_text_file(at("a"), "longer than the next"));
  ASSERT_TRUE(write_text_file(at("a"), "short"));
  EXPECT_EQ(text_of(at("a")), "short");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(WriteTextFile, PermissionsAndLinksStay) {
  ASSERT_TRUE(write_text_file(at("a"), "one"));
  fs::permissions(at("a"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a", at("link"));
  ASSERT_TRUE(write_text_file(at("link"), "two"));
  EXPECT_EQ(text_of(at("a")), "two");
  EXPECT_TRUE(fs::is_symlink(at("link")));
  EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

// A file that cannot be written whole is left as it was.
TEST_F(WriteTextFile, KeepsTheFileWhereThereIsNoRoom) {
  ASSERT_TRUE(write_text_file(at("model.yaml"), "the work of a day"));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{.rlim_cur = 100, .rlim_max = before.rlim_max};
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto done = write_text_file(at("model.yaml"), std::string(1000, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(done);
  EXPECT_EQ(text_of(at("model.yaml")), "the work of a day");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(WriteTextFile, TellsWhereItCannotWrite) {
  const auto done = write_text_file(at("missing/a"), "x");
  ASSERT_FALSE(done);
  EXPECT_NE(done.problems().front().message.find("missing/a"), std::string::npos);
  EXPECT_FALSE(write_text_file(folder_.string(), "x"));
}

}  // namespace
}  // namespace flowtime::cli
