#include "lifecycle/verify_stored_run.h"

#include <cstring>

#include "answers/answer_json.h"
#include "answers/judgement_json.h"
#include "lifecycle/judge_stage.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"
#include "run/bundle_paths.h"
#include "run/judgement_file.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// As the bundle keeps it.
double stored_form(double value) { return is_finite(value) ? value : kAbsent; }

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

// Compares tiles with the rows of the stored run.
class Comparison : public TileSink {
 public:
  Comparison(const Run& run, const SeriesCatalog& series, RunVerification& found)
      : run_(run), found_(found) {
    for (const SeriesInfo& info : series.all()) rows_.push_back(run.find(info.id));
    names_ = &series;
    differs_.resize(rows_.size());
  }

  void accept(const SeriesTile& tile) override {
    for (std::uint32_t s = 0; s < rows_.size(); ++s) {
      if (!differs_[s]) compare(SeriesIndex{s}, tile);
    }
  }

 private:
  void compare(SeriesIndex index, const SeriesTile& tile) {
    const std::string& id = (*names_)[index].id;
    // A series that the run does not have differs from its first bin on.
    if (!rows_[index.value]) return differ(index, {id, tile.first_bin, kAbsent, tile[index][0]});
    const std::span<const double> stored = run_.values(*rows_[index.value]);
    for (std::int64_t i = 0; i < tile.bins; ++i) {
      const double was = stored[static_cast<std::size_t>(tile.first_bin + i)];
      const double is = stored_form(tile[index][static_cast<std::size_t>(i)]);
      if (!same_bits(was, is)) return differ(index, {id, tile.first_bin + i, was, is});
    }
  }
  void differ(SeriesIndex index, SeriesDifference difference) {
    differs_[index.value] = true;
    found_.differences.push_back(std::move(difference));
  }

  const Run& run_;
  RunVerification& found_;
  const SeriesCatalog* names_ = nullptr;
  std::vector<std::optional<std::size_t>> rows_;
  std::vector<bool> differs_;
};

std::string other_maker(const RunInfo& info, const ProgramVersion& here) {
  const bool same =
      info.engine_version == here.version &&
      info.semantics_version.value_or(here.semantics_version) == here.semantics_version;
  return same ? "" : info.engine_version;
}

std::string summary_text(const JudgementSummary& summary) {
  JsonWriter json;
  judgement_member(json.begin_object(), summary);
  return json.end_object().take();
}

// Of the thresholds that the run was made with. Another version of the judgement may say otherwise.
// Of the same version the file must have the same bytes, not just the same verdict.
bool judgement_follows(const Run& run, const Model& model, const Plan& plan) {
  const auto& stored = run.info().judgement;
  if (!stored || stored->version != kJudgementVersion) return true;
  const Judgement again = judge_published(run, model, plan);
  const auto bytes = run.read_file(bundle::kJudgement);
  return bytes && *bytes == judgement_bytes(again) &&
         summary_text(again.summary) == summary_text(*stored);
}

Result<Done> execute(const RunHost& host, const Run& run, RunVerification& found) {
  StageClock clock(host.env, host.observer);
  FT_TRY(const ModelSource source, source_of(run));
  FT_TRY(const CompiledModel compiled, read_and_compile(source, host.limits, clock));
  const Plan& plan = compiled.compiled.plan;
  if (plan.bins != run.info().grid.bins) {
    return Problem{.code = "run_damaged",
                   .message = "the stored model and the run have different numbers of bins",
                   .remedy = "Make the run again.",
                   .file = source.file};
  }
  Comparison comparison(run, plan.series, found);
  if (evaluate(plan, {}, comparison, &host.observer) == Outcome::kStopped) return clock.stopped();
  found.series = static_cast<std::int64_t>(plan.series.size());
  found.was_executed = true;
  // A judgement of other values would differ for that reason alone.
  if (found.differences.empty()) {
    found.judgement_holds = judgement_follows(run, compiled.model, plan);
  }
  return Done{};
}

void write_differences(JsonWriter& json, const std::vector<SeriesDifference>& differences) {
  json.key("differences").begin_array();
  for (const SeriesDifference& difference : differences) {
    json.begin_object().member("seriesId", difference.series_id).member("bin", difference.bin);
    json.member("stored", difference.stored).member("computed", difference.computed).end_object();
  }
  json.end_array();
}

}  // namespace

Result<RunVerification> verify_stored_run(const RunHost& host, const std::string& id) {
  RunVerification found;
  const StopQuestion stop = [&host] { return host.observer.stop_requested(); };
  FT_TRY(const Verification files, verify_run(host.env, id, stop));
  found.info.id = id;
  found.files = files.files;
  found.bytes = files.bytes;
  found.damage = files.differences;
  if (!found.damage.empty()) return found;
  FT_TRY(const Run run, open_run(host.env, id));
  found.info = run.info();
  found.made_by_other = other_maker(found.info, host.version);
  FT_RETURN_IF_PROBLEM(execute(host, run, found));
  return found;
}

std::string to_json(const RunVerification& verification) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("runId", verification.info.id).member("holds", verification.holds());
  json.member("filesIntact", verification.damage.empty()).member("files", verification.files);
  json.member("bytes", static_cast<std::int64_t>(verification.bytes));
  json.member("wasExecuted", verification.was_executed);
  json.member("seriesCompared", verification.series);
  json.member("judgementHolds", verification.judgement_holds);
  json.member("engineVersion", verification.info.engine_version);
  problem_list(json, verification.damage);
  write_differences(json, verification.differences);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
