#include "host/stage.h"

#include <array>

namespace flowtime {
namespace {

struct StageRow {
  Stage stage;
  const char *name, *family, *duration;
};
// In the order of Stage, which row_of relies on. Several stages share one name in durationsMs:
// clients know eight names.
constexpr std::array<StageRow, kStageCount> kStages{{
    {Stage::kAccept, "accept", "invalid_request", "parse"},
    {Stage::kResolveTemplate, "resolve-template", "invalid_template", "parse"},
    {Stage::kBindParameters, "bind-parameters", "invalid_parameter", "parse"},
    {Stage::kExpand, "expand", "invalid_text", "parse"},
    {Stage::kValidate, "validate", "invalid_model", "validate"},
    {Stage::kLoadCapture, "load-capture", "capture", "validate"},
    {Stage::kCompile, "compile", "invalid_model", "compile"},
    {Stage::kEvaluate, "evaluate", "evaluation", "evaluate"},
    {Stage::kCheck, "check", "data_fault", "check"},
    {Stage::kJudge, "judge", "storage", "judge"},
    {Stage::kWrite, "write", "storage", "write"},
    {Stage::kVerify, "verify", "integrity", "write"},
    {Stage::kPublish, "publish", "publication", "publish"},
}};

const StageRow& row_of(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

}  // namespace

const char* name_of(Stage stage) { return row_of(stage).name; }
const char* error_family(Stage stage) { return row_of(stage).family; }
const char* duration_name(Stage stage) { return row_of(stage).duration; }

}  // namespace flowtime
