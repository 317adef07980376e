// The stages in which a run is made, and who hears about them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eval/evaluate.h"

namespace flowtime {

// In order; a kind of run that has no use for one (a template, a capture) leaves it out.
enum class Stage : std::uint8_t {
  kAccept,           // the request is well formed and within the limits; the id is assigned
  kResolveTemplate,  // the template is found (plain models have none)
  kBindParameters,   // values given beside the model are read
  kExpand,           // the text becomes a document, with those values in their places
  kValidate,         // the document becomes a Model
  kLoadCapture,      // the measured series of a telemetry run are found and verified
  kCompile,          // the Model becomes a Plan
  kEvaluate,         // the Plan becomes tiles, which are checked and staged as they come
  kCheck,            // the findings are judged
  kJudge,            // states, verdicts and the finding are derived from the staged values
  kWrite,            // the other files of the bundle are written
  kVerify,           // the sizes of the staged files are compared with the manifest
  kPublish,          // the bundle gets its place under runs/
};
inline constexpr int kStageCount = 13;

// Valid for the life of the program, as below.
const char* name_of(Stage stage);  // "resolve-template"
// What kind of failure a failed stage is, whatever its exact code: "invalid_request",
// "invalid_template", "invalid_parameter", "invalid_model", "data_fault", "storage", ...
const char* error_family(Stage stage);
// The member of durationsMs that the time of this stage belongs to.
// Several stages share a name: accept to expand are "parse", write and verify "write".
const char* duration_name(Stage stage);

struct Counter {
  std::string name;
  std::int64_t value = 0;
};

// Copied by observers that keep it. For each start there is one end or one failure.
struct StageEvent {
  enum class Kind : std::uint8_t { kStart, kEnd, kFailed };
  Stage stage = Stage::kAccept;
  Kind kind = Kind::kStart;
  double milliseconds = 0;          // since the start of the stage
  std::vector<Counter> counters{};  // kEnd: what the stage did, e.g. {"nodes", 12}
  std::string error_family{};       // kFailed
  std::string error_code{};         // kFailed: the code of the first problem
};

// Which run is in the making; empty as far as it is not known yet.
struct RunIdentity {
  std::string run_id, template_id, mode;
};

// Told about a run in the making, and asked whether to go on. Calls come from one thread.
// Does nothing by default, so an observer overrides what it wants to know. The work waits while a
// function runs.
class RunObserver : public StopToken {
 public:
  virtual void on_identity(const RunIdentity&) {}
  virtual void on_stage(const StageEvent&) {}
  // During evaluation, after each tile.
  virtual void on_progress(std::int64_t /*bins_done*/, std::int64_t /*bins*/) {}
  // Asked at every stage, tile and file, until publish begins.
  bool stop_requested() override { return false; }
  // Asked once, before publish begins. After a yes the run is published, whatever is asked for.
  virtual bool may_publish() { return !stop_requested(); }
};

}  // namespace flowtime
