// Reading several files of a run that others may replace or delete meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "run/bundle_paths.h"
#include "run/open_run.h"
#include "sys/env.h"

namespace flowtime {

// What tells one run from another under the same id; empty for bundles without a manifest hash.
// It holds the hash of the manifest, and so of every file that the manifest lists.
// One small file is read. Equal stamps: the same bytes in every listed file.
inline std::string run_stamp(Env& env, const std::string& id) {
  const Result<std::string> line = env.read_file(run_directory(id) + "/" + bundle::kManifestHash);
  return line ? *line : "";
}

// A run's directory as it is there. While the mark is the same, no one replaced or removed the
// run, or put a file into its directory or took one out.
// Cheaper than a stamp: no file is read.
// Rename, creation and removal in the directory change it; a write into a file does not.
struct RunMark {
  std::uint64_t file_number = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const RunMark&) const = default;

  // Whether a later change is sure to have another mark: file systems count in ticks of some
  // milliseconds, and give the number of a directory that is gone to a new one.
  bool is_settled(Env& env) const {
    constexpr std::int64_t kTicksNs = 100'000'000;
    return file_number != 0 && env.now_unix_ms() * 1'000'000 - modified_ns > kTicksNs;
  }
};
// One question to the file system; nothing when there is no such run.
// A link or a file in the place of the run counts as none.
inline std::optional<RunMark> run_mark(Env& env, const std::string& id) {
  const Result<FileInfo> info = env.info(run_directory(id));
  if (!info || info->kind != FileKind::kDirectory) return std::nullopt;
  return RunMark{info->file_number, info->modified_ns};
}

// The outcome of `read`, repeated while the run was another before and after it.
template <class Read>
// `read` may be called several times; what it gives is thrown away when the run changed meanwhile.
auto of_one_run(Env& env, const std::string& id, Read read) {
  for (;;) {
    const std::string before = run_stamp(env, id);
    auto outcome = read();
    if (run_stamp(env, id) == before) return outcome;
  }
}

// of_one_run of a run that is there. One that is taken away or replaced while it is read may look
// damaged, once, so it is read again.
template <class Read>
// `read` gives a Result. Three attempts: a run that is damaged in truth stays so.
auto of_existing_run(Env& env, const std::string& id, Read read) -> decltype(read()) {
  constexpr int kAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
    auto outcome = of_one_run(env, id, read);
    if (outcome || attempt == kAttempts) return outcome;
  }
}

}  // namespace flowtime
