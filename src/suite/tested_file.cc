#include "suite/tested_file.h"

#include <algorithm>

#include "base/number_text.h"
#include "eval/evaluate.h"
#include "figures/expectation.h"
#include "host/limits.h"
#include "library/settle_template.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/run_evaluation.h"
#include "problems/catalogue.h"
#include "suite/flow_file.h"
#include "suite/snapshot.h"
#include "sys/available_memory.h"

namespace flowtime::suite {
namespace {

// The problems of a file in the form of messages, without a last newline.
std::string message_of(const Problems& problems, const std::string& path) {
  std::string text = to_text(problems::with_remedies(problems), path);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

ModelSource source_of(const std::string& path, const std::string& text,
                      const TestContext& context) {
  ModelSource source;
  source.text = text;
  source.file = path;
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  source.read_model_file = [&context, folder](const std::string& file) {
    return context.read_file(folder + file);
  };
  return source;
}

Result<yaml::Document> document_of(FileKind kind, const ModelSource& source, StageClock& clock) {
  if (kind == FileKind::kModel) {
    FT_TRY(ReadSource read, read_source(source, clock));
    return std::move(read.document);
  }
  FT_TRY(const Template from, read_template(source.text, source.file));
  FT_TRY(const BoundParameters bound, bind_parameters(from, {}));
  FT_TRY(Expansion expansion, expand(from, bound));
  return std::move(expansion.document);
}

class ModelTest {
 public:
  ModelTest(FileKind kind, const std::string& path, const TestContext& context, StageClock& clock)
      : kind_(kind), context_(context), clock_(clock) {
    tested_.path = path;
  }

  TestedFile run(const std::string& text) {
    const auto done = evaluate_file(source_of(tested_.path, text, context_));
    // In front, though it is known last.
    tested_.points.insert(tested_.points.begin(),
                          {.name = "evaluates",
                           .holds = done.has_value(),
                           .detail = done ? "" : message_of(done.problems(), tested_.path)});
    return std::move(tested_);
  }

 private:
  Result<Done> evaluate_file(const ModelSource& source) {
    FT_TRY(const yaml::Document document, document_of(kind_, source, clock_));
    FT_TRY(const Model model, validate_document(document, source, clock_));
    FT_TRY(const Compiled compiled, compile_model(model, source, {}, clock_));
    FT_RETURN_IF_PROBLEM(check_memory(static_cast<std::int64_t>(compiled.plan.series.size()),
                                      compiled.plan.bins, available_memory_bytes()));
    KeepTiles keep(compiled.plan);
    EvaluationTask task{.model = model, .plan = compiled.plan};
    task.keep = &keep;
    FT_TRY(const std::vector<Finding> findings, evaluate_and_check(task, clock_));
    FT_RETURN_IF_PROBLEM(check_expectations(model, compiled.plan, keep.table));
    compare_snapshot(model, compiled.plan, keep.table);
    return Done{};
  }

  Result<Done> check_expectations(const Model& model, const Plan& plan, const SeriesTable& table) {
    if (model.expected.empty()) return Done{};
    const auto values = [&](SeriesIndex series) {
      return checks::exists(series) ? SeriesIn(table[series]) : SeriesIn();
    };
    const figures::RunFigures figures(model, plan, values);
    FT_TRY(const auto outcomes, figures::outcomes_of(model.expected, figures, model, plan.series));
    for (const ExpectationOutcome& outcome : outcomes) {
      tested_.points.push_back(
          {.name = outcome.text, .holds = outcome.holds, .detail = came_out(outcome)});
    }
    return Done{};
  }

  void compare_snapshot(const Model& model, const Plan& plan, const SeriesTable& table) {
    const std::string path = snapshot_path(tested_.path);
    const auto stored = context_.read_file(path);
    Snapshot snapshot = read_snapshot(stored ? *stored : "");
    // Without `update` only what is kept is compared: a new series breaks nothing.
    if (context_.update) snapshot.add(plan.series, context_.series);
    for (SnapshotPoint& point : snapshot.compare(plan.series, table)) {
      const bool holds = point.differs.empty() || context_.update;
      tested_.points.push_back({.name = "snapshot of " + point.id,
                                .holds = holds,
                                .detail = holds ? "" : std::move(point.differs)});
    }
    if (!context_.update) return;
    const std::string text = snapshot.text(model.grid, plan.series, table);
    if (!text.empty() && (!stored || *stored != text)) tested_.updates.push_back({path, text});
  }

  const FileKind kind_;
  const TestContext& context_;
  StageClock& clock_;
  TestedFile tested_;
};

TestedFile test_flow(const std::string& path, const std::string& text, const TestContext& context) {
  const flows::FlowReport report =
      flows::run_flow(path, text, {context.templates, context.read_file});
  TestedFile tested{.path = path, .points = {}, .updates = {}};
  const bool is_updated = context.update && report.updated_text != text;
  if (is_updated) tested.updates.push_back({path, report.updated_text});
  TestPoint point{.name = std::to_string(report.assertions) +
                          (report.assertions == 1 ? " assertion" : " assertions")};
  for (const std::string& failure : report.failures) {
    // What is rewritten holds from then on.
    point.holds = is_updated;
    point.detail += (point.detail.empty() ? "" : "\n") + failure;
  }
  tested.points.push_back(std::move(point));
  return tested;
}

}  // namespace

bool TestedFile::holds() const {
  return std::all_of(points.begin(), points.end(),
                     [](const TestPoint& point) { return point.holds; });
}

FileKind kind_of(const std::string& path, const std::string& text) {
  if (path.ends_with(".flow")) return FileKind::kFlow;
  const auto document = parse_template(text, path);
  // What is not YAML at all may be a model with a mistake in it.
  if (!document) return FileKind::kModel;
  const yaml::Value& root = document->root;
  if (root.find("grid") == nullptr && root.find("schemaVersion") == nullptr)
    return FileKind::kOther;
  const bool is_template = root.find("metadata") != nullptr && root.find("window") != nullptr;
  if (is_template || root.find("parameters") != nullptr) return FileKind::kTemplate;
  return root.find("grid") != nullptr ? FileKind::kModel : FileKind::kOther;
}

std::string snapshot_path(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t dot = path.rfind('.');
  const bool has_ending =
      dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
  return (has_ending ? path.substr(0, dot) : path) + ".expected.csv";
}

TestedFile test_file(const std::string& path, const std::string& text, const TestContext& context,
                     StageClock& clock) {
  const FileKind kind = kind_of(path, text);
  if (kind == FileKind::kFlow) return test_flow(path, text, context);
  if (kind != FileKind::kOther) return ModelTest(kind, path, context, clock).run(text);
  return {.path = path,
          .points = {{.name = "is a model, a template or a flow file",
                      .holds = false,
                      .detail = "'" + path + "' has neither grid nor schemaVersion"}},
          .updates = {}};
}

}  // namespace flowtime::suite
