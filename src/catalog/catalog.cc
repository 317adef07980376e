#include "catalog/catalog.h"

#include "catalog/database.h"
#include "run/bundle_paths.h"

namespace flowtime {
namespace {

std::string lock_path(const std::string& owner) {
  return std::string(kLocksDirectory) + "/" + owner + ".lock";
}

// Revisions of a catalog that is made anew are above those of the former one, which nobody can
// count faster than the clock.
// A client may hold a tag made from a revision of the former catalog: an equal one would lie.
Result<Done> begin_revisions(Database& database, std::int64_t now_unix_ms) {
  return database.use([&](SQLite::Database& connection) -> Result<Done> {
    execute(connection, "UPDATE facts SET value = ? WHERE name = 'revision' AND value = 0",
            now_unix_ms * 1000);
    return Done{};
  });
}

}  // namespace

Catalog::Catalog(Env& env, std::unique_ptr<Database> database)
    : env_(env),
      database_(std::move(database)),
      runs_(std::make_unique<RunIndex>(env, *database_)),
      failures_(std::make_unique<FailureRecords>(*database_)),
      jobs_(std::make_unique<JobRecords>(*database_)),
      answers_(std::make_unique<AnswerRecords>(*database_)) {}

Catalog::~Catalog() = default;

namespace {

// Sets aside what is not a database, with what SQLite keeps beside it.
Result<Done> set_aside(Env& env) {
  const std::string damaged = std::string(kCatalogFile) + ".damaged-" + env.random_hex(8);
  // Left beside a new file they would be replayed into it.
  for (const char* end : {"-wal", "-shm"}) {
    static_cast<void>(env.remove_file(std::string(kCatalogFile) + end));
  }
  return env.rename(kCatalogFile, damaged, RenameRule::kReplaceFile);
}

// SQLite reports a full disk as any failure of it.
Problems explained(Env& env, Problems problems) {
  constexpr std::uint64_t kTooLittle = 256 << 10;
  const auto free = env.free_bytes();
  if (failed_with(problems, "catalog_failed") && free && *free < kTooLittle) {
    problems.front().code = io_codes::kNoSpace;
    problems.front().remedy = "Free some room, or use a data directory on another disk.";
  }
  return problems;
}

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::open(Env& env, const std::string& database,
                                               CatalogCheck check) {
  // Held to the end of this function.
  std::unique_ptr<FileLock> opening;
  if (!database.empty()) {
    // Two processes that both turn a new file into a catalog would get into each other's way.
    FT_RETURN_IF_PROBLEM(env.make_directories(kLocksDirectory));
    FT_TRY(opening, env.lock(lock_path("catalog")));
    // A link would put the catalog where nobody looks for it.
    FT_RETURN_IF_PROBLEM(env.confined(kCatalogFile));
  }
  auto opened = Database::open(database, check);
  if (!opened && failed_with(opened.problems(), "catalog_damaged") && !database.empty()) {
    FT_RETURN_IF_PROBLEM(set_aside(env));
    opened = Database::open(database);
  }
  if (!opened) return explained(env, opened.problems());
  if (const auto begun = begin_revisions(**opened, env.now_unix_ms()); !begun) {
    return explained(env, begun.problems());
  }
  return std::unique_ptr<Catalog>(new Catalog(env, std::move(*opened)));
}

Result<std::string> Catalog::owner() {
  const std::lock_guard guard(owner_mutex_);
  while (owner_.empty()) {
    const std::string name = "owner_" + env_.random_hex(16);
    FT_RETURN_IF_PROBLEM(env_.make_directories(kLocksDirectory));
    FT_TRY(auto lock, env_.try_lock(lock_path(name)));
    // Another process drew the same name: draw again.
    if (!lock) continue;
    owner_lock_ = std::move(*lock);
    owner_ = name;
  }
  return owner_;
}

Result<bool> Catalog::is_gone(const std::string& owner) {
  FT_RETURN_IF_PROBLEM(env_.make_directories(kLocksDirectory));
  FT_TRY(const auto lock, env_.try_lock(lock_path(owner)));
  // The lock is released again at once: it was only asked whether it is free.
  return lock.has_value();
}

}  // namespace flowtime
