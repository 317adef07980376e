// RunStage: a bundle in the making, in staging/<runId>.<random>/ of the data root.
//
//   FT_TRY(RunStage stage, RunStage::open(env, run_id, series.size(), bins));
//   evaluate(plan, {}, sink that calls stage.accept(tile));
//   FT_RETURN_IF_PROBLEM(write_bundle(stage, record, stop));
//   FT_RETURN_IF_PROBLEM(verify_stage(stage, stop));
//   FT_TRY(Publication publication, publish(stage, rule, durability));
//
// The stage holds an advisory lock for its whole life, so that no one sweeps it. Destroying it
// removes whatever publish did not move away.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/run_record.h"
#include "series/series_view.h"
#include "sys/env.h"

namespace flowtime {

// Not thread safe: one thread writes one stage. Different stages of one data root do not meet.
class RunStage {
 public:
  // Creates the stage and reserves the room for series/values.f64. Problems: invalid_id,
  // io_no_space (naming what is needed and what is free), other io codes.
  // Room is reserved, so that a full disk is noticed before evaluation, not at its end.
  // A failure removes what was made so far.
  static Result<RunStage> open(Env& env, const std::string& run_id, std::size_t series_count,
                               std::int64_t bins);
  RunStage(RunStage&&) noexcept;
  RunStage& operator=(RunStage&&) noexcept;
  ~RunStage();

  // Takes the tile's bins of every series, tiles in the order of their bins; absent and infinite
  // values become the canonical absent one. They are written by the time all bins were taken. After
  // the first failure nothing more is written: see status().
  // Tiles that leave a gap, overlap or exceed the grid are a defect (FT_CHECK).
  void accept(const SeriesTile& tile);
  // The first failure of accept(), if any. write_bundle() reports it too.
  Result<Done> status() const;

  // What accept() has written, once every tile is there: rows of `bins` doubles. Problems: those of
  // accept(), io codes.
  // Read from memory where all rows are still there. Valid until the stage is published or ends.
  Result<std::unique_ptr<FileView>> view_values() const;

  Env& env() const;
  const std::string& run_id() const;
  const std::string& directory() const;  // relative to the data root
  std::size_t series_count() const;
  std::int64_t bins() const;
  // What accept() holds at most: until it is written, or published where all rows fit at once.
  // At most 64 MiB, or one bin of all series where that is more.
  std::int64_t memory_bytes() const;

  struct State;
  State& state() { return *state_; }

 private:
  explicit RunStage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Writes every other file of the bundle, manifest.json last and manifest.sha256 after it. CSVs are
// made of what accept() wrote, with one open file at a time.
// Problems: stopped, output_name_taken (two series want one CSV name), io codes.
// Once, after the last tile. Nothing in the stage is published by it.
Result<Done> write_bundle(RunStage& stage, const RunRecord& record, const StopQuestion& stop = {});

// Compares the sizes of the staged files with the manifest; their bytes were hashed as they were
// written, and verify_run reads them again. Problems: run_damaged (names the file), stopped, io
// codes.
// Cheap: sizes alone. It finds a file system that lost a write, not one that changed bytes.
// Precondition: write_bundle() succeeded.
Result<Done> verify_stage(RunStage& stage, const StopQuestion& stop = {});

// What to do when runs/<runId> exists.
// With kReplace labels and notes of the former run are carried over.
enum class PublishRule {
  kKeepExisting,  // the existing run stays; the answer says so
  kReplace,       // swap, then remove the former run
  kSupersede,     // swap, and keep the former run as <runId>.<8 hex of its contentHash>
};
// kFull syncs before the rename and after it (run/durability.h); kNone leaves both to the system.
enum class Durability { kFull, kNone };

// What became of the stage. Where `published` is false the stage is still there to be dropped.
struct Publication {
  bool durable = true;      // false: published, but the disk did not confirm the rename
  bool published = false;   // false: another run has the id; open it instead
  bool replaced = false;    // a former run was in its place
  std::string former_id{};  // where kSupersede keeps it
};

// Makes the bundle durable and gives it its place under runs/ with one rename. At every moment
// runs/<runId> is complete or absent, and a run that was there stays until the new one is.
// Problem run_busy after 100 attempts in which others replaced the run each time.
// Once per stage. After kSupersede the former run is whole under its new id. A failure to sync
// after the rename is `durable` = false, not a problem: the run is there.
Result<Publication> publish(RunStage& stage, PublishRule rule, Durability durability);

// Removes stages, and locks of run ids, that no one holds any more; returns how many stages. Never
// touches what is held.
// At most one directory listing where nothing is left over.
// The lock decides, not the age. Problems: io codes.
Result<int> sweep_stages(Env& env);

// Single flight: one holder per run id among all threads and processes of the data root.
// lock waits for the holder; try_lock gives nothing when there is one. Problem: invalid_id.
// The lock file is removed with the lock.
// Locks are advisory, and held until the pointer is destroyed or the process ends.
Result<std::unique_ptr<FileLock>> lock_run_id(Env& env, const std::string& run_id);
Result<std::optional<std::unique_ptr<FileLock>>> try_lock_run_id(Env& env,
                                                                 const std::string& run_id);

}  // namespace flowtime
