// Reads answers leniently: each member that is missing or has another type counts as empty, so that
// a newer server, or another program altogether, never makes the command fail in its own code.
#include "cli/remote_answer.h"

#include <nlohmann/json.hpp>

#include "cli/run_output.h"
#include "cli/series_output.h"
#include "run/shown_verdict.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

using Json = nlohmann::json;

// Nothing where the answer is not what we know: a newer server, or none of ours.
Json parsed(const HttpAnswer& answer) {
  Json json = Json::parse(answer.body, nullptr, false);
  return json.is_object() ? json : Json::object();
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t integer_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<std::int64_t>() : 0;
}

Json member_of(const Json& object, const char* name, Json otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->type() == otherwise.type() ? *found : otherwise;
}

Problem problem_of(const Json& entry) {
  Problem problem;
  problem.code = text_of(entry, "code");
  problem.message = Sentence::as_written(text_of(entry, "message"));
  problem.remedy = text_of(entry, "remedy");
  problem.where.line = static_cast<int>(integer_of(entry, "line"));
  problem.where.column = static_cast<int>(integer_of(entry, "column"));
  return problem;
}

Finding finding_of(const Json& entry) {
  const std::string severity = text_of(entry, "severity");
  Finding finding;
  finding.severity = severity == "error"  ? Severity::kError
                     : severity == "info" ? Severity::kInfo
                                          : Severity::kWarning;
  finding.code = text_of(entry, "code");
  finding.message = Sentence::as_written(text_of(entry, "message"));
  finding.node_id = text_of(entry, "nodeId");
  return finding;
}

TimeGrid grid_of(const Json& envelope) {
  const Json grid = member_of(envelope, "grid", Json::object());
  TimeGrid read;
  read.bins = integer_of(grid, "bins");
  read.bin_size = integer_of(grid, "binSize");
  read.bin_unit = parse_bin_unit(text_of(grid, "binUnit")).value_or(read.bin_unit);
  read.start_unix_ms = parse_utc(text_of(grid, "startUtc"));
  return read;
}

std::string findings_of(const Json& envelope) {
  std::vector<Finding> findings;
  for (const Json& entry : member_of(envelope, "warnings", Json::array())) {
    if (entry.is_object()) findings.push_back(finding_of(entry));
  }
  return findings_text(findings);
}

// The verdict and the sentence that the server gives; "" from a server that judges no runs.
std::string headline_of(const Json& envelope) {
  const auto verdict = parse_verdict(text_of(envelope, "verdict"));
  const std::string sentence = text_of(member_of(envelope, "headline", Json::object()), "text");
  if (!verdict || sentence.empty()) return "";
  return shown_verdict(*verdict) + "  " + sentence + "\n";
}

std::string plan_text(const Json& envelope) {
  const Json plan = member_of(envelope, "plan", Json::object());
  return "Dry run: nothing was written.\n  run      " + text_of(plan, "requestedRunId") +
         "\n  size     " + std::to_string(integer_of(plan, "cells")) + " cells, about " +
         byte_text(integer_of(plan, "bytes")) + "\n";
}

}  // namespace

Problems problems_of(const HttpAnswer& answer) {
  Problems problems;
  for (const Json& entry : member_of(parsed(answer), "errors", Json::array())) {
    if (entry.is_object()) problems.push_back(problem_of(entry));
  }
  if (!problems.empty()) return problems;
  return {{.code = "server_refused",
           .message = "the server answered with status " + std::to_string(answer.status),
           .remedy = "Check that --server names a FlowTime server."}};
}

std::string envelope_text(const HttpAnswer& answer, const std::string& url) {
  const Json envelope = parsed(answer);
  const auto dry = envelope.find("isDryRun");
  if (dry != envelope.end() && *dry == true) return plan_text(envelope);
  const std::string id = text_of(envelope, "runId");
  // The server answers 201 for a new run and 200 for one that it found.
  const bool reused = answer.status == 200;
  std::string text =
      "Run " + id +
      (reused ? " exists with the same content; nothing was evaluated.\n" : " created.\n");
  text += "  grid     " + grid_text(grid_of(envelope)) + "\n";
  text += "  where    " + url + "/v1/runs/" + id + "\n";
  const Json metadata = member_of(envelope, "metadata", Json::object());
  text += "  content  " + text_of(metadata, "contentHash") + "\n";
  const std::string headline = headline_of(envelope), findings = findings_of(envelope);
  if (!headline.empty()) text += "\n" + headline;
  return findings.empty() ? text : text + "\n" + findings;
}

}  // namespace flowtime::cli
