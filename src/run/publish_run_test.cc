// Publication: complete or absent, whatever fails and whoever else publishes.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

std::string hash_of(char digit) { return "sha256:" + std::string(64, digit); }

RunRecord record_with(const Prepared& run, const std::string& id, char digit) {
  RunRecord record = run.record(id);
  record.content_hash = hash_of(digit);
  return record;
}

bool is_whole(Env& env, const std::string& id) {
  const auto verified = verify_run(env, id);
  return verified && verified->differences.empty() && open_run(env, id).has_value();
}

// The runs there are, each with the digit of its content: "a:1 b:2".
std::string runs_in(Env& env) {
  std::string text;
  const auto entries = env.list("runs");
  if (!entries) return text;
  for (const DirectoryEntry& entry : *entries) {
    const auto info = read_run_info(env, entry.name);
    const std::string digit = info ? info->content_hash.substr(7, 1) : "?";
    text += (text.empty() ? "" : " ") + entry.name + ":" + digit;
  }
  return text;
}

class PublishTest : public testing::Test {
 protected:
  Result<Publication> put(char digit, PublishRule rule) {
    return store(env_, *run_, record_with(*run_, "r", digit), rule);
  }
  MemoryEnv env_;
  std::unique_ptr<Prepared> run_ = prepare_shop();
};

TEST_F(PublishTest, AnExistingRunIsKept) {
  const auto first = put('1', PublishRule::kKeepExisting);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->published);
  EXPECT_FALSE(first->replaced);
  EXPECT_TRUE(first->durable);
  const auto second = put('2', PublishRule::kKeepExisting);
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->published);
  EXPECT_EQ(runs_in(env_), "r:1");
  EXPECT_TRUE(env_.list("staging")->empty());
}

TEST_F(PublishTest, ReplacingLeavesNothingOfTheFormerRun) {
  EXPECT_FALSE(put('1', PublishRule::kReplace)->replaced);
  const auto second = put('2', PublishRule::kReplace);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->published && second->replaced);
  EXPECT_EQ(runs_in(env_), "r:2");
  EXPECT_TRUE(env_.list("staging")->empty());
  EXPECT_TRUE(is_whole(env_, "r"));
}

TEST_F(PublishTest, SupersedingKeepsTheFormerRunUnderItsContent) {
  ASSERT_TRUE(put('1', PublishRule::kSupersede));
  const auto second = put('2', PublishRule::kSupersede);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->former_id, "r.11111111");
  EXPECT_EQ(runs_in(env_), "r:2 r.11111111:1");
  EXPECT_EQ(open_run(env_, "r.11111111")->info().id, "r.11111111");
  // Back to the first content: a copy of what is replaced is kept already only for the first.
  EXPECT_EQ(put('1', PublishRule::kSupersede)->former_id, "r.22222222");
  EXPECT_EQ(runs_in(env_), "r:1 r.11111111:1 r.22222222:2");
  EXPECT_EQ(put('3', PublishRule::kSupersede)->former_id, "r.11111111");
  EXPECT_EQ(runs_in(env_), "r:3 r.11111111:1 r.22222222:2");
  for (const char* id : {"r", "r.11111111", "r.22222222"}) EXPECT_TRUE(is_whole(env_, id)) << id;
  EXPECT_TRUE(env_.list("staging")->empty());
}

TEST_F(PublishTest, AForeignRunUnderTheFormerNameIsNotTouched) {
  ASSERT_TRUE(put('1', PublishRule::kKeepExisting));
  ASSERT_TRUE(store(env_, *run_, record_with(*run_, "r.11111111", '9')));
  const auto second = put('2', PublishRule::kSupersede);
  ASSERT_TRUE(second);
  EXPECT_NE(second->former_id, "r.11111111");
  EXPECT_EQ(read_run_info(env_, "r.11111111")->content_hash, hash_of('9'));
  EXPECT_EQ(read_run_info(env_, second->former_id)->content_hash, hash_of('1'));
  EXPECT_EQ(read_run_info(env_, "r")->content_hash, hash_of('2'));
}

// For every writing call of the whole way: it fails, and then everything after it fails too.
void check_every_fault(PublishRule rule, Durability durability, bool with_former, int error_number,
                       bool and_after) {
  const auto run = prepare_shop();
  const auto run_once = [&](MemoryEnv& env) {
    return store(env, *run, record_with(*run, "r", '2'), rule, durability);
  };
  const auto prepared = [&] {
    auto env = std::make_unique<MemoryEnv>();
    if (with_former) {
      EXPECT_TRUE(store(*env, *run, record_with(*run, "r", '1')));
    }
    env->reset_writes();
    return env;
  };
  const auto counted = prepared();
  ASSERT_TRUE(run_once(*counted));
  const int writes = counted->writes();
  ASSERT_GT(writes, 20);
  for (int n = 1; n <= writes; ++n) {
    const auto env = prepared();
    env->set_fault({.at_write = n, .error_number = error_number, .and_after = and_after});
    const auto outcome = run_once(*env);
    env->set_fault({});
    const std::string where = "write " + std::to_string(n) + " of " + std::to_string(writes);
    if (outcome && outcome->published) {
      EXPECT_EQ(read_run_info(*env, "r")->content_hash, hash_of('2')) << where;
    }
    EXPECT_TRUE(!with_former || run_exists(*env, "r")) << where;
    for (const auto& entry :
         env->list("runs").has_value() ? *env->list("runs") : std::vector<DirectoryEntry>()) {
      EXPECT_TRUE(is_whole(*env, entry.name)) << where << ": " << entry.name;
    }
    ASSERT_TRUE(sweep_stages(*env)) << where;
    EXPECT_TRUE(!env->exists("staging") || env->list("staging")->empty()) << where;
    EXPECT_EQ(env->open_files(), 0) << where;
    // And the next attempt succeeds.
    const auto again = run_once(*env);
    ASSERT_TRUE(again) << where << to_text(again.problems(), "");
    EXPECT_TRUE(is_whole(*env, "r")) << where;
  }
}

TEST(PublishFaults, ANewRunIsAbsentOrWhole) {
  for (const bool and_after : {false, true}) {
    for (const int error_number : {ENOSPC, EACCES, EIO}) {
      for (const Durability durability : {Durability::kFull, Durability::kNone}) {
        check_every_fault(PublishRule::kKeepExisting, durability, false, error_number, and_after);
      }
    }
  }
}

TEST(PublishFaults, AReplacedRunIsTheFormerOrTheNewOne) {
  for (const bool and_after : {false, true}) {
    check_every_fault(PublishRule::kReplace, Durability::kFull, true, ENOSPC, and_after);
  }
}

TEST(PublishFaults, ASupersededRunIsNeverLost) {
  for (const bool and_after : {false, true}) {
    check_every_fault(PublishRule::kSupersede, Durability::kFull, true, EIO, and_after);
  }
  const auto run = prepare_shop();
  const int writes = [&] {
    MemoryEnv env;
    EXPECT_TRUE(store(env, *run, record_with(*run, "r", '1')));
    env.reset_writes();
    EXPECT_TRUE(store(env, *run, record_with(*run, "r", '2'), PublishRule::kSupersede));
    return env.writes();
  }();
  for (int n = 1; n <= writes; ++n) {
    MemoryEnv env;
    ASSERT_TRUE(store(env, *run, record_with(*run, "r", '1')));
    env.reset_writes();
    env.set_fault({.at_write = n, .error_number = EIO, .and_after = true});
    const auto lost = store(env, *run, record_with(*run, "r", '2'), PublishRule::kSupersede);
    EXPECT_TRUE(!lost || lost->published);
    env.set_fault({});
    ASSERT_TRUE(sweep_stages(env));
    ASSERT_TRUE(store(env, *run, record_with(*run, "r", '2'), PublishRule::kSupersede));
    bool first_is_kept = false;
    const auto list = list_runs(env);
    for (const RunInfo& info : list->runs) first_is_kept |= info.content_hash == hash_of('1');
    EXPECT_TRUE(first_is_kept) << n;
    EXPECT_EQ(read_run_info(env, "r")->content_hash, hash_of('2')) << n;
  }
}

// After a publication the run survives the loss of everything that was not synced.
TEST(PublishDurability, AFullyPublishedRunSurvivesAPowerFailure) {
  auto run = prepare_shop();
  MemoryEnv env;
  ASSERT_TRUE(store(env, *run, run->record("r")));
  env.lose_unsynced_data();
  EXPECT_TRUE(is_whole(env, "r"));
  run = prepare(
      "schemaVersion: 1\ngrid: { bins: 2, binSize: 1, binUnit: hours }\n"
      "nodes:\n  - { id: a, kind: const, values: [1] }\n");
  for (int i = 0; i < 300; ++i) add_series(run->series, "s" + std::to_string(i));
  run->values = SeriesTable(run->series.size(), 2);
  ASSERT_TRUE(store(env, *run, run->record("many")));
  env.lose_unsynced_data();
  EXPECT_TRUE(is_whole(env, "many"));
}

TEST(PublishDurability, WithoutItNothingIsSynced) {
  const auto run = prepare_shop();
  MemoryEnv env;
  ASSERT_TRUE(store(env, *run, run->record("r"), PublishRule::kKeepExisting, Durability::kNone));
  env.lose_unsynced_data();
  EXPECT_FALSE(is_whole(env, "r"));
}

TEST(PublishRace, OfManyThreadsOneWinsAndTheOthersReadIt) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  std::atomic<int> winners = 0, readers = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto own = posix_env(root.path());
      const RunRecord record = record_with(*run, "r", static_cast<char>('0' + i));
      const auto outcome = store(*own, *run, record, PublishRule::kKeepExisting, Durability::kNone);
      if (!outcome) return;
      if (outcome->published) ++winners;
      if (is_whole(*own, "r")) ++readers;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(readers, 8);
  EXPECT_TRUE(root.env().list("staging")->empty());
}

// Runs `work` in `count` processes at once; returns how many left with `code`.
template <class Work>
int count_processes(int count, int code, Work work) {
  std::vector<pid_t> children;
  for (int i = 0; i < count; ++i) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work(i));
    children.push_back(child);
  }
  int matching = 0;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    matching += WIFEXITED(status) && WEXITSTATUS(status) == code;
  }
  return matching;
}

TEST(PublishRace, OfManyProcessesOneWins) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  const int winners = count_processes(8, 7, [&](int i) {
    const auto own = posix_env(root.path());
    const RunRecord record = record_with(*run, "r", static_cast<char>('0' + i));
    const auto outcome = store(*own, *run, record, PublishRule::kKeepExisting, Durability::kNone);
    if (!outcome || !is_whole(*own, "r")) return 1;
    return outcome->published ? 7 : 0;
  });
  EXPECT_EQ(winners, 1);
  EXPECT_TRUE(is_whole(root.env(), "r"));
}

// A reader that opens again and again while others replace sees whole runs only.
TEST(PublishRace, AReaderNeverSeesARunInParts) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  const auto put = [&](Env& env, int number) {
    auto own = prepare_shop();
    own->values.row_of({0})[0] = number;
    RunRecord record = own->record("r");
    record.durations[0].milliseconds = number;
    return store(env, *own, record, PublishRule::kReplace, Durability::kNone).has_value();
  };
  ASSERT_TRUE(put(root.env(), 100));
  std::atomic<bool> done = false;
  std::atomic<int> seen = 0, torn = 0;
  std::thread reader([&] {
    do {
      const auto opened = open_run(root.env(), "r");
      ++seen;
      // The values tell which of the runs they belong to.
      if (!opened || opened->values(0)[0] != opened->info().durations[0].milliseconds) ++torn;
      if (!is_whole(root.env(), "r")) ++torn;
    } while (!done);
  });
  const int stored = count_processes(4, 0, [&](int i) {
    const auto own = posix_env(root.path());
    for (int k = 0; k < 10; ++k) {
      const auto lock = lock_run_id(*own, "r");
      if (!lock || !put(*own, 10 * i + k)) return 1;
    }
    return 0;
  });
  done = true;
  reader.join();
  EXPECT_EQ(stored, 4);
  EXPECT_GT(seen, 0);
  EXPECT_EQ(torn, 0);
  EXPECT_TRUE(is_whole(root.env(), "r"));
  EXPECT_TRUE(root.env().list("staging")->empty());
  EXPECT_TRUE(root.env().list("locks")->empty());
}

TEST(Sweep, NeverTouchesAStageThatIsHeld) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  auto stage = RunStage::open(root.env(), "r", run->series.size(), 4);
  ASSERT_TRUE(stage);
  accept_all(*stage, *run);
  EXPECT_EQ(*sweep_stages(root.env()), 0);
  EXPECT_EQ(*sweep_stages(*posix_env(root.path())), 0);
  EXPECT_EQ(count_processes(1, 0, [&](int) { return *sweep_stages(*posix_env(root.path())); }), 1);
  ASSERT_TRUE(write_bundle(*stage, run->record("r")));
  EXPECT_EQ(*sweep_stages(root.env()), 0);
  ASSERT_TRUE(publish(*stage, PublishRule::kKeepExisting, Durability::kNone));
  EXPECT_TRUE(is_whole(root.env(), "r"));
}

TEST(Sweep, TakesWhatADeadProcessLeft) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  ASSERT_EQ(count_processes(1, 3,
                            [&](int) {
                              const auto own = posix_env(root.path());
                              auto stage = RunStage::open(*own, "r", run->series.size(), 4);
                              accept_all(*stage, *run);
                              ::_exit(3);  // as a crash would
                              return 0;
                            }),
            1);
  EXPECT_EQ(root.env().list("staging")->size(), 2u);  // the stage and its lock
  auto held = RunStage::open(root.env(), "r", run->series.size(), 4);
  ASSERT_TRUE(held);
  EXPECT_EQ(*sweep_stages(root.env()), 1);
  EXPECT_TRUE(root.env().exists(held->directory()));
  EXPECT_EQ(*sweep_stages(root.env()), 0);
}

TEST(Sweep, TakesTheLocksOfADeadProcessAndNoOthers) {
  TemporaryRoot root;
  ASSERT_EQ(count_processes(1, 3,
                            [&](int) {
                              const auto own = posix_env(root.path());
                              const auto lock = lock_run_id(*own, "dead");
                              ::_exit(lock ? 3 : 1);
                              return 0;
                            }),
            1);
  const auto held = lock_run_id(root.env(), "alive");
  ASSERT_TRUE(held);
  EXPECT_EQ(root.env().list("locks")->size(), 2u);
  EXPECT_EQ(*sweep_stages(root.env()), 0);
  ASSERT_EQ(root.env().list("locks")->size(), 1u);
  EXPECT_EQ(root.env().list("locks")->front().name, "alive.lock");
  EXPECT_FALSE(try_lock_run_id(root.env(), "alive")->has_value());
}

TEST(Sweep, AndPublishersDoNotDisturbEachOther) {
  const auto run = prepare_shop();
  TemporaryRoot root;
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::thread sweeper([&] {
    while (!done) failed += !sweep_stages(root.env()).has_value();
  });
  for (int i = 0; i < 40; ++i) {
    const std::string id = "r" + std::to_string(i);
    ASSERT_TRUE(
        store(root.env(), *run, run->record(id), PublishRule::kKeepExisting, Durability::kNone));
    EXPECT_TRUE(is_whole(root.env(), id));
  }
  done = true;
  sweeper.join();
  EXPECT_EQ(failed, 0);
}

TEST(IdLock, OneHolderPerId) {
  MemoryEnv env;
  auto held = lock_run_id(env, "r");
  ASSERT_TRUE(held);
  EXPECT_FALSE(try_lock_run_id(env, "r")->has_value());
  EXPECT_TRUE(try_lock_run_id(env, "s")->has_value());
  held->reset();
  EXPECT_TRUE(try_lock_run_id(env, "r")->has_value());
}

}  // namespace
}  // namespace flowtime
