// The two Envs keep one contract: most tests run on both.
#include "sys/env.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <thread>

#include "sys/io_problem.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class EnvTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string(GetParam()) == "memory") {
      env_ = std::make_unique<MemoryEnv>();
      return;
    }
    char pattern[] = "/tmp/ft_env_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern), nullptr);
    root_ = pattern;
    env_ = posix_env(root_);
  }
  void TearDown() override {
    if (root_.empty()) return;
    EXPECT_TRUE(posix_env("/tmp")->remove_tree(root_.substr(5)));
  }
  Env& env() { return *env_; }
  void write(const std::string& path, const std::string& bytes) {
    ASSERT_TRUE(env().write_file(path, bytes));
  }
  std::string code_of(const Problems& problems) { return problems.front().code; }

  std::unique_ptr<Env> env_;
  std::string root_;
};

INSTANTIATE_TEST_SUITE_P(Both, EnvTest, testing::Values("memory", "posix"));

TEST_P(EnvTest, WrittenBytesAreRead) {
  ASSERT_TRUE(env().make_directories("a/b"));
  write("a/b/x", "hello");
  write("a/b/x", std::string("z\0y", 3));
  EXPECT_EQ(*env().read_file("a/b/x"), std::string("z\0y", 3));
  EXPECT_EQ((*env().view_file("a/b/x"))->bytes(), std::string_view("z\0y", 3));
  EXPECT_EQ(env().info("a/b/x")->bytes, 3u);
  EXPECT_EQ(env().info("a/b")->kind, FileKind::kDirectory);
  write("a/empty", "");
  EXPECT_EQ((*env().view_file("a/empty"))->bytes(), "");
}

TEST_P(EnvTest, AllocateGivesZerosAndWritesLandInPlace) {
  ASSERT_TRUE(env().make_directories(""));
  {
    auto file = env().open_file("x", OpenMode::kCreate);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->allocate(6));
    ASSERT_TRUE((*file)->write_at(3, "ab"));
    EXPECT_EQ(*(*file)->size(), 6u);
    char buffer[10];
    EXPECT_EQ(*(*file)->read_at(2, buffer), 4u);
    ASSERT_TRUE((*file)->sync_data());
  }
  EXPECT_EQ(*env().read_file("x"), std::string("\0\0\0ab\0", 6));
}

TEST_P(EnvTest, AViewOutlivesItsFile) {
  ASSERT_TRUE(env().make_directories(""));
  write("x", "kept");
  const auto view = env().view_file("x");
  ASSERT_TRUE(env().remove_file("x"));
  EXPECT_EQ((*view)->bytes(), "kept");
}

TEST_P(EnvTest, ListIsSortedByName) {
  ASSERT_TRUE(env().make_directories("d/sub"));
  write("d/b", "");
  write("d/a", "");
  const auto entries = env().list("d");
  ASSERT_TRUE(entries);
  std::string names;
  for (const DirectoryEntry& entry : *entries) {
    names += entry.name + (entry.kind == FileKind::kDirectory ? "/ " : " ");
  }
  EXPECT_EQ(names, "a b sub/ ");
}

TEST_P(EnvTest, RenameRules) {
  ASSERT_TRUE(env().make_directories("a"));
  ASSERT_TRUE(env().make_directories("b"));
  write("a/x", "of a");
  write("b/x", "of b");
  const auto taken = env().rename("a", "b", RenameRule::kNoReplace);
  ASSERT_FALSE(taken);
  EXPECT_EQ(code_of(taken.problems()), "io_exists");
  ASSERT_TRUE(env().rename("a", "b", RenameRule::kExchange));
  EXPECT_EQ(*env().read_file("b/x"), "of a");
  EXPECT_EQ(*env().read_file("a/x"), "of b");
  ASSERT_TRUE(env().rename("a", "c", RenameRule::kNoReplace));
  EXPECT_FALSE(env().exists("a"));
  EXPECT_EQ(*env().read_file("c/x"), "of b");
  const auto absent = env().rename("a", "b", RenameRule::kExchange);
  ASSERT_FALSE(absent);
  EXPECT_EQ(code_of(absent.problems()), "io_not_found");
  write("f", "new");
  write("g", "old");
  ASSERT_TRUE(env().rename("f", "g", RenameRule::kReplaceFile));
  EXPECT_EQ(*env().read_file("g"), "new");
}

TEST_P(EnvTest, RemoveTreeTakesEverythingBelowAndToleratesAbsence) {
  ASSERT_TRUE(env().make_directories("a/b/c"));
  ASSERT_TRUE(env().make_directories("ab"));
  write("a/b/c/x", "1");
  write("ab/x", "2");
  ASSERT_TRUE(env().remove_tree("a"));
  EXPECT_FALSE(env().exists("a"));
  EXPECT_EQ(*env().read_file("ab/x"), "2");
  EXPECT_TRUE(env().remove_tree("a"));
  const auto gone = env().remove_file("a");
  ASSERT_FALSE(gone);
  EXPECT_EQ(code_of(gone.problems()), "io_not_found");
}

TEST_P(EnvTest, AFileNumberKeepsToTheDirectoryAndListsAndInfoAgree) {
  const auto number = [&](const std::string& name) {
    const auto entries = env().list("runs");
    for (const DirectoryEntry& entry : *entries) {
      if (entry.name == name) return entry.file_number;
    }
    return std::uint64_t{0};
  };
  ASSERT_TRUE(env().make_directories("runs/a"));
  ASSERT_TRUE(env().make_directories("runs/b"));
  const std::uint64_t a = number("a"), b = number("b");
  EXPECT_NE(a, 0u);
  EXPECT_NE(a, b);
  EXPECT_EQ(env().info("runs/a")->file_number, a);
  ASSERT_TRUE(env().rename("runs/a", "runs/b", RenameRule::kExchange));
  EXPECT_EQ(number("a"), b);
  EXPECT_EQ(number("b"), a);
}

TEST_P(EnvTest, PathsThatLeaveTheTreeAreRefusedEverywhere) {
  ASSERT_TRUE(env().make_directories(""));
  for (const std::string path : {"/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", "a/."}) {
    EXPECT_FALSE(is_relative_path(path)) << path;
    const Problems refused[] = {env().read_file(path).problems(),
                                env().write_file(path, "x").problems(),
                                env().view_file(path).problems(),
                                env().info(path).problems(),
                                env().list(path).problems(),
                                env().make_directories(path).problems(),
                                env().remove_file(path).problems(),
                                env().remove_tree(path).problems(),
                                env().confined(path).problems(),
                                env().lock(path).problems(),
                                env().try_lock(path).problems(),
                                env().sync_directory(path).problems(),
                                env().rename(path, "b", RenameRule::kNoReplace).problems(),
                                env().rename("b", path, RenameRule::kNoReplace).problems()};
    for (const Problems& problems : refused)
      EXPECT_EQ(code_of(problems), "io_outside_root") << path;
  }
  EXPECT_FALSE(is_relative_path(std::string_view("a\0b", 3)));
}

TEST_P(EnvTest, AbsentThingsAreNamedRelativeToTheRoot) {
  ASSERT_TRUE(env().make_directories(""));
  const auto read = env().read_file("runs/r1/run.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(code_of(read.problems()), "io_not_found");
  EXPECT_EQ(read.problems()[0].message,
            "The program cannot read 'runs/r1/run.json': it does not exist.");
  EXPECT_FALSE(read.problems()[0].remedy.empty());
  EXPECT_EQ(code_of(env().list("runs").problems()), "io_not_found");
  EXPECT_EQ(code_of(env().view_file("runs").problems()), "io_not_found");
}

TEST_P(EnvTest, ALockExcludesOthersUntilItIsDropped) {
  ASSERT_TRUE(env().make_directories("locks"));
  auto held = env().lock("locks/a");
  ASSERT_TRUE(held);
  EXPECT_TRUE(env().exists("locks/a"));
  auto second = env().try_lock("locks/a");
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
  EXPECT_TRUE((*env().try_lock("locks/b")).has_value());
  held->reset();
  EXPECT_FALSE(env().exists("locks/a"));
  EXPECT_TRUE((*env().try_lock("locks/a")).has_value());
}

TEST_P(EnvTest, WaitersGetTheLockOneAfterTheOther) {
  ASSERT_TRUE(env().make_directories("locks"));
  std::atomic<int> inside = 0, most = 0, done = 0;
  const auto work = [&] {
    for (int i = 0; i < 50; ++i) {
      const auto held = env().lock("locks/a");
      most = std::max(most.load(), ++inside);
      ++done;
      --inside;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  EXPECT_EQ(done, 200);
}

TEST_P(EnvTest, RandomHexHasTheAskedLength) {
  const std::string a = env().random_hex(8), b = env().random_hex(8);
  EXPECT_EQ(a.size(), 8u);
  EXPECT_EQ(a.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(a, b);
  EXPECT_GT(*env().free_bytes(), 0u);
  EXPECT_GT(env().now_unix_ms(), 1'700'000'000'000);
}

class PosixEnvTest : public EnvTest {};
INSTANTIATE_TEST_SUITE_P(Only, PosixEnvTest, testing::Values("posix"));

TEST_P(PosixEnvTest, LinksOutOfTheTreeAreFoundByConfined) {
  ASSERT_TRUE(env().make_directories("inside/real"));
  ASSERT_EQ(::symlink("/etc", (root_ + "/out").c_str()), 0);
  ASSERT_EQ(::symlink("real", (root_ + "/inside/link").c_str()), 0);
  ASSERT_EQ(::symlink("/nowhere/at/all", (root_ + "/inside/broken").c_str()), 0);
  EXPECT_EQ(*env().confined("inside/link/new.csv"), "inside/real/new.csv");
  EXPECT_EQ(*env().confined("inside/absent/x"), "inside/absent/x");
  EXPECT_EQ(*env().confined(""), "");
  EXPECT_EQ(code_of(env().confined("out").problems()), "io_outside_root");
  EXPECT_EQ(code_of(env().confined("out/passwd").problems()), "io_outside_root");
  EXPECT_FALSE(env().confined("inside/broken"));
}

TEST_P(PosixEnvTest, RemoveTreeCutsLinksInsteadOfFollowingThem) {
  ASSERT_TRUE(env().make_directories("kept"));
  ASSERT_TRUE(env().make_directories("gone"));
  write("kept/x", "1");
  ASSERT_EQ(::symlink((root_ + "/kept").c_str(), (root_ + "/gone/link").c_str()), 0);
  ASSERT_TRUE(env().remove_tree("gone"));
  EXPECT_EQ(*env().read_file("kept/x"), "1");
}

TEST_P(PosixEnvTest, TheRootStaysWhenTheWorkingDirectoryMoves) {
  char* const before = ::getcwd(nullptr, 0);
  ASSERT_EQ(::chdir(root_.c_str()), 0);
  const auto relative = posix_env("data");
  ASSERT_EQ(::chdir("/"), 0);
  ASSERT_TRUE(relative->make_directories(""));
  ASSERT_TRUE(relative->write_file("x", "1"));
  EXPECT_EQ(*env().read_file("data/x"), "1");
  ASSERT_EQ(::chdir(before), 0);
  std::free(before);
}

TEST_P(PosixEnvTest, ALockHeldByAnotherProcessIsSeenAndEndsWithIt) {
  ASSERT_TRUE(env().make_directories("locks"));
  int ready[2], stop[2];
  ASSERT_EQ(::pipe(ready) | ::pipe(stop), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto other = posix_env(root_);
    const auto held = other->lock("locks/a");
    char byte = 'r';
    if (!held || ::write(ready[1], &byte, 1) != 1) ::_exit(1);
    if (::read(stop[0], &byte, 1) < 0) ::_exit(1);
    ::_exit(0);  // without destroying the lock, as a crash would
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_FALSE((*env().try_lock("locks/a")).has_value());
  ASSERT_EQ(::write(stop[1], &byte, 1), 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(env().exists("locks/a"));
  EXPECT_TRUE((*env().try_lock("locks/a")).has_value());
  for (const int end : {ready[0], ready[1], stop[0], stop[1]}) ::close(end);
}

TEST(IoProblem, ErrorsHaveStableCodes) {
  const struct {
    int error_number;
    const char* code;
  } rows[] = {
      {ENOSPC, "io_no_space"},
      {EDQUOT, "io_no_space"},
      {EACCES, "io_not_writable"},
      {EPERM, "io_not_writable"},
      {EROFS, "io_not_writable"},
      {ENOENT, "io_not_found"},
      {ENOTDIR, "io_not_found"},
      {EEXIST, "io_exists"},
      {EMFILE, "io_too_many_open_files"},
      {ENAMETOOLONG, "io_name_too_long"},
      {EFBIG, "io_too_large"},
      {EINVAL, "io_not_supported"},
      {EIO, "io_failed"},
  };
  for (const auto& row : rows) {
    const Problem problem = io_problem("write", "a/b", row.error_number);
    EXPECT_EQ(problem.code, row.code);
    EXPECT_EQ(problem.message.rfind("The program cannot write 'a/b': ", 0), 0u) << problem.message;
    EXPECT_FALSE(problem.remedy.empty());
  }
  EXPECT_EQ(io_problem("read", "a", EACCES).code, std::string("io_not_readable"));
  EXPECT_EQ(io_problem("write", "a", EIO).message,
            "The program cannot write 'a': the system reports error 5.");
}

TEST(MemoryEnv, FaultsComeAtTheCountedWrite) {
  MemoryEnv env;
  ASSERT_TRUE(env.make_directories("d"));
  env.reset_writes();
  env.set_fault({.at_write = 2, .error_number = ENOSPC});
  const auto first = env.write_file("d/x", "1");  // creates, then writes
  ASSERT_FALSE(first);
  EXPECT_EQ(first.problems()[0].code, "io_no_space");
  EXPECT_TRUE(env.write_file("d/x", "1"));
  env.set_fault({.at_write = 1, .error_number = EACCES, .and_after = true});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(env.write_file("d/x", "2"));
}

TEST(MemoryEnv, APowerFailureTakesWhatWasNotSynced) {
  MemoryEnv env;
  ASSERT_TRUE(env.write_file("a", "1"));
  ASSERT_TRUE(env.sync_file_system());
  ASSERT_TRUE(env.write_file("a", "22"));
  ASSERT_TRUE(env.write_file("b", "3"));
  env.lose_unsynced_data();
  EXPECT_EQ(*env.read_file("a"), "1");
  EXPECT_EQ(*env.read_file("b"), "");
}

}  // namespace
}  // namespace flowtime
