// Prints what a stored run says about itself as one line of JSON, bin by bin, for against.py.
//
// usage: ft_judgement_dump DATA_DIR RUN_ID
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "answers/judgement_json.h"
#include "model/read_model.h"
#include "run/bundle_paths.h"
#include "run/open_run.h"
#include "sys/env.h"
#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

template <class Write>
void per_bin(JsonWriter& json, const char* name, const NodeJudgement& node, std::int64_t bins,
             Write write) {
  json.key(name).begin_array();
  for (std::size_t i = 0; i < node.spans.size(); ++i) {
    const std::int64_t end = i + 1 < node.spans.size() ? node.spans[i + 1].first_bin : bins;
    for (std::int64_t t = node.spans[i].first_bin; t < end; ++t) write(node.spans[i]);
  }
  json.end_array();
}

void write_node(JsonWriter& json, const Model& model, const NodeJudgement& node) {
  json.begin_object().member("promiseMinutes", node.promise_minutes);
  json.member("declared", node.promise_declared).member("pile", node.is_pile);
  json.member("transitMinutes", node.transit_minutes).member("norm", node.useful_norm);
  json.member("dropped", node.dropped);
  const std::int64_t bins = model.grid.bins;
  per_bin(json, "state", node, bins,
          [&](const JudgedSpan& span) { json.string(name_of(span.activity)); });
  per_bin(json, "verdict", node, bins, [&](const JudgedSpan& span) {
    if (span.verdict == Verdict::kNone) {
      json.null();
    } else {
      json.string(name_of(span.verdict));
    }
  });
  per_bin(json, "by", node, bins, [&](const JudgedSpan& span) {
    if (span.holder == kNobody) {
      json.null();
    } else if (span.activity == NodeActivity::kShared) {
      json.string(model.topology.constraints[span.holder].id);
    } else {
      json.string(model.topology.nodes[span.holder].id);
    }
  });
  json.key("rows").begin_array();
  for (const JudgedRow& row : node.rows) {
    json.begin_object().member("row", row.row).member("verdict", name_of(row.verdict));
    json.member("firstBin", row.first_bin).member("value", row.value).end_object();
  }
  json.end_array().end_object();
}

Result<std::string> dump(const std::string& data, const std::string& id) {
  const std::unique_ptr<Env> env = posix_env(data);
  FT_TRY(const Run run, open_run(*env, id));
  const auto judgement = run.judgement();
  if (!judgement)
    return Problem{.code = "no_judgement",
                   .message = "The run has no judgement.",
                   .remedy = "Create it again."};
  FT_TRY(std::string text, run.read_file(bundle::kModel));
  FT_TRY(const yaml::Document document, yaml::parse(std::move(text), "model.yaml"));
  FT_TRY(const Model model, read_model(document));
  JsonWriter json;
  json.begin_object().key("findings").begin_array();
  for (const RankedFinding& finding : judgement->summary.findings) write_finding(json, finding);
  json.end_array().key("nodes").begin_object();
  for (std::size_t i = 0; i < judgement->nodes.size(); ++i) {
    json.key(model.topology.nodes[i].id);
    write_node(json, model, judgement->nodes[i]);
  }
  json.end_object().end_object();
  return json.take();
}

}  // namespace
}  // namespace flowtime

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto text = flowtime::dump(argv[1], argv[2]);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.problems().front().message.c_str());
    return 1;
  }
  std::printf("%s\n", text->c_str());
  return 0;
}
