// The request as JSON: a template by its id with parameters and settings, a base run with settings,
// or the text of a model into which settings and files were written here.
#include "cli/remote_run.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "cli/http_client.h"
#include "cli/remote_answer.h"
#include "pipeline/read_and_compile.h"
#include "series/absent.h"
#include "sys/memory_env.h"
#include "text/json_layout.h"
#include "text/json_writer.h"

namespace flowtime::cli {
namespace {

// The text with its settings in it.
Result<std::string> expanded_text(const ModelSource& source) {
  // read_source wants an environment for its clock; the paths are read by the functions of
  // `source`.
  MemoryEnv clocks;
  RunObserver observer;
  StageClock clock(clocks, observer);
  FT_TRY(ReadSource read, read_source(source, clock));
  return std::move(read.document.text);
}

void write_template(JsonWriter& json, const TemplateRequest& wanted) {
  json.member("templateId", wanted.id).key("parameters").begin_object();
  for (const GivenParameter& parameter : wanted.parameters) {
    json.key(parameter.name).raw(to_json(parameter.value));
  }
  json.end_object();
}

// Rows that name every bin from 0 once are values in order, which need no grid.
// Only the server knows the grid of a template, and rows by time would need it.
std::optional<std::vector<double>> in_order(const ValuesTable& rows) {
  if (rows.keys == ValuesTable::Keys::kNone) return rows.values;
  std::vector<double> values(rows.values.size(), kAbsent);
  for (std::size_t i = 0; i < rows.at.size(); ++i) {
    const auto bin = static_cast<std::size_t>(rows.at[i]);
    if (rows.keys != ValuesTable::Keys::kBins || bin >= values.size()) return std::nullopt;
    values[bin] = rows.values[i];
  }
  if (values.size() < 2) return std::nullopt;
  return std::any_of(values.begin(), values.end(), is_absent) ? std::nullopt
                                                              : std::optional(values);
}

// The settings of a template's run: what they name in files is written out.
Result<Done> write_settings(JsonWriter& json, const ModelSource& source) {
  if (source.settings.empty()) return Done{};
  FT_TRY(std::vector<Setting> settings, read_settings(source));
  json.key("settings").begin_array();
  for (Setting& setting : settings) {
    const auto values = setting.rows ? in_order(*setting.rows) : std::nullopt;
    if (setting.rows && !values) {
      return Problem{
          .code = "setting_file_remote",
          .message =
              "the rows of the file '" + setting.file + "' are not those of bins 0, 1, 2 and so on",
          .remedy =
              "The server does not read files of yours: give one value per bin, or run without "
              "--server.",
          .file = setting.label};
    }
    if (values) setting.values = *values;
    json.string(written_out(setting));
  }
  json.end_array();
  return Done{};
}

void write_telemetry(JsonWriter& json, const CaptureRequest& telemetry) {
  if (telemetry.directory.empty() && telemetry.bindings.empty()) return;
  json.key("telemetry").begin_object().member("captureDirectory", telemetry.directory);
  json.key("bindings").begin_object();
  for (const CaptureBinding& binding : telemetry.bindings) {
    json.member(binding.parameter, binding.file);
  }
  json.end_object().end_object();
}

void write_options(JsonWriter& json, const CreateRunRequest& request) {
  json.key("options").begin_object();
  json.member("deterministicRunId", request.deterministic);
  if (!request.run_id.empty()) json.member("runId", request.run_id);
  if (!request.base_run_id.empty()) json.member("baseRunId", request.base_run_id);
  json.member("dryRun", request.dry_run).member("overwriteExisting", request.overwrite);
  json.member("failOn", flowtime::name_of(request.fail_on))
      .member("csv", flowtime::name_of(request.csv));
  json.member("sampling", flowtime::name_of(request.source.sampling));
  if (request.run_template) {
    json.member("strictParameters", request.run_template->strict_parameters);
  }
  if (request.reuse) json.member("reuse", true);
  if (!request.expectations.empty()) {
    json.key("expect").begin_array();
    for (const std::string& text : request.expectations) json.string(text);
    json.end_array();
  }
  if (!request.thresholds.empty()) write_thresholds(json.key("thresholds"), request.thresholds);
  json.end_object();
}

std::optional<std::int64_t> seed_of(const CreateRunRequest& request) {
  if (request.rng && request.rng->seed) return request.rng->seed;
  return request.source.seed;
}

}  // namespace

Option server_option() {
  return {.name = "--server",
          .value = "URL",
          .help = "let this server make the run, e.g. http://127.0.0.1:8081"};
}

Result<std::string> run_request_json(const CreateRunRequest& request) {
  JsonWriter json;
  json.begin_object();
  if (request.run_template) {
    write_template(json, *request.run_template);
    FT_RETURN_IF_PROBLEM(write_settings(json, request.source));
  } else if (!request.base_run_id.empty()) {
    FT_RETURN_IF_PROBLEM(write_settings(json, request.source));
  } else {
    FT_TRY(const std::string text, expanded_text(request.source));
    json.member("model", text);
  }
  if (!request.mode.empty()) json.member("mode", request.mode);
  write_telemetry(json, request.telemetry);
  if (const auto seed = seed_of(request)) {
    json.key("rng").begin_object().member("kind", "pcg32").member("seed", *seed).end_object();
  }
  write_options(json, request);
  json.end_object();
  return json.take();
}

int run_on_server(const Arguments& arguments, const CreateRunRequest& request,
                  const std::string& document, Console& console) {
  std::string url = arguments.get("--server");
  while (!url.empty() && url.back() == '/') url.pop_back();
  const auto server = parse_server_url(url);
  if (!server) return refuse(server.problems(), console);
  auto body = run_request_json(request);
  if (!body) return refuse(body.problems(), console, document);
  // From the environment only: words of a command line can be read by other users.
  const char* token = std::getenv("FLOWTIME_API_TOKEN");
  const HttpRequest call{.method = "POST",
                         .path = "/v1/runs",
                         .content_type = "application/json",
                         .body = *std::move(body)};
  const auto answer = ask(*server, call, token == nullptr ? "" : token);
  if (!answer) return refuse(answer.problems(), console);
  if (answer->status >= 300) return refuse(problems_of(*answer), console, document);
  console.out(arguments.has("--json") ? indented_json(answer->body) + "\n"
                                      : envelope_text(*answer, url));
  return kDone;
}

}  // namespace flowtime::cli
