#include "run/run_stage.h"

#include <algorithm>

#include "run/bundle_paths.h"
#include "run/run_stage_state.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

Result<Done> check_room(Env& env, std::uint64_t needed) {
  FT_TRY(const std::uint64_t free, env.free_bytes());
  if (free >= needed) return Done{};
  return Problem{.code = io_codes::kNoSpace,
                 .message = "the values of the run need " + std::to_string(needed) +
                            " bytes, and " + std::to_string(free) + " are free on the disk",
                 .remedy = "Free some room, use a data directory on another disk, or reduce bins."};
}

// The rows of the stage's writer, which outlives the view.
class RowsInMemory : public FileView {
 public:
  explicit RowsInMemory(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes() const override { return bytes_; }

 private:
  std::string_view bytes_;
};

Result<Done> make_directories(Env& env, const std::string& stage) {
  for (const char* directory : bundle::kDirectories) {
    FT_RETURN_IF_PROBLEM(env.make_directories(stage + "/" + directory));
  }
  return Done{};
}

Result<MatrixWriter> open_matrix(Env& env, const std::string& stage, const ValuesMatrix& shape) {
  FT_RETURN_IF_PROBLEM(check_room(env, shape.bytes()));
  FT_TRY(auto file, env.open_file(stage + "/" + bundle::kValues, OpenMode::kCreate));
  // Also for file systems that report room which they cannot give.
  FT_RETURN_IF_PROBLEM(file->allocate(shape.bytes()));
  return MatrixWriter(std::move(file), shape);
}

}  // namespace

std::string stage_lock_path(const std::string& stage_directory) {
  return stage_directory + ".lock";
}

Result<HeldStageName> hold_stage_name(Env& env, const std::string& run_id) {
  FT_RETURN_IF_PROBLEM(env.make_directories(kStagingDirectory));
  for (;;) {
    const std::string directory =
        std::string(kStagingDirectory) + "/" + run_id + "." + env.random_hex(8);
    FT_TRY(auto lock, env.try_lock(stage_lock_path(directory)));
    // A directory without a lock is one that a sweep has not seen yet.
    if (lock && !env.exists(directory)) return HeldStageName{directory, std::move(*lock)};
  }
}

Result<RunStage> RunStage::open(Env& env, const std::string& run_id, std::size_t series_count,
                                std::int64_t bins) {
  FT_RETURN_IF_PROBLEM(check_id(run_id, "run id"));
  FT_CHECK(bins >= 0);
  FT_TRY(HeldStageName held, hold_stage_name(env, run_id));
  // From here on the stage owns the directory, so that a failure below removes it again.
  RunStage stage(std::make_unique<State>(State{.env = env,
                                               .run_id = run_id,
                                               .directory = held.directory,
                                               .lock = std::move(held.lock),
                                               .matrix = {},
                                               .problems = {},
                                               .files = {},
                                               .manifest_json = {},
                                               .manifest_hash = {},
                                               .content_hash = {},
                                               .envelope = {}}));
  FT_RETURN_IF_PROBLEM(make_directories(env, held.directory));
  const ValuesMatrix shape{series_count, static_cast<std::uint64_t>(bins)};
  FT_TRY(MatrixWriter matrix, open_matrix(env, held.directory, shape));
  stage.state_->matrix.emplace(std::move(matrix));
  return stage;
}

RunStage::RunStage(std::unique_ptr<State> state) : state_(std::move(state)) {}
RunStage::RunStage(RunStage&&) noexcept = default;

RunStage& RunStage::operator=(RunStage&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

RunStage::~RunStage() {
  if (!state_) return;
  // An open file would keep its room on the disk after it is removed.
  if (state_->matrix) state_->matrix->close();
  if (state_->directory.empty()) return;
  // What cannot be removed now is swept later, once the lock is gone.
  const Result<Done> removed = state_->env.remove_tree(state_->directory);
  static_cast<void>(removed.has_value());
}

void RunStage::accept(const SeriesTile& tile) {
  FT_CHECK(state_->matrix.has_value());
  // A full disk fails every write; the first failure is the one to report.
  if (!state_->problems.empty()) return;
  const Result<Done> written = state_->matrix->write(tile);
  if (!written) state_->problems = written.problems();
}

Result<Done> RunStage::status() const {
  if (!state_->problems.empty()) return state_->problems;
  return Done{};
}

Env& RunStage::env() const { return state_->env; }
const std::string& RunStage::run_id() const { return state_->run_id; }
const std::string& RunStage::directory() const { return state_->directory; }
std::size_t RunStage::series_count() const {
  return static_cast<std::size_t>(state_->matrix->shape().rows);
}
std::int64_t RunStage::bins() const {
  return static_cast<std::int64_t>(state_->matrix->shape().bins);
}
std::int64_t RunStage::memory_bytes() const {
  return static_cast<std::int64_t>(MatrixWriter::band_bytes(state_->matrix->shape()));
}

Result<std::unique_ptr<FileLock>> lock_run_id(Env& env, const std::string& run_id) {
  FT_RETURN_IF_PROBLEM(check_id(run_id, "run id"));
  FT_RETURN_IF_PROBLEM(env.make_directories(kLocksDirectory));
  return env.lock(std::string(kLocksDirectory) + "/" + run_id + ".lock");
}

Result<std::optional<std::unique_ptr<FileLock>>> try_lock_run_id(Env& env,
                                                                 const std::string& run_id) {
  FT_RETURN_IF_PROBLEM(check_id(run_id, "run id"));
  FT_RETURN_IF_PROBLEM(env.make_directories(kLocksDirectory));
  return env.try_lock(std::string(kLocksDirectory) + "/" + run_id + ".lock");
}

Result<std::unique_ptr<FileView>> RunStage::view_values() const {
  FT_RETURN_IF_PROBLEM(status());
  const std::string_view rows = state_->matrix->written_rows();
  if (!rows.empty()) return std::unique_ptr<FileView>(std::make_unique<RowsInMemory>(rows));
  return state_->env.view_file(state_->directory + "/" + bundle::kValues);
}

}  // namespace flowtime
