// What a page model says, as JSON. docs/engine-in-the-page.md describes each member.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "page/page_model.h"

namespace flowtime::page {

// {"file", "kind": "model" | "template", "parameters": {name: value}, "seed"} as text, and
// the source in it. JSON is read as what it is, a subset of YAML. Problem page_request.
Result<PageSource> read_source(std::string text, std::string_view request);

// {"id": number | [numbers], ...} as text. Problem page_request.
Result<std::vector<PageModel::Override>> read_overrides(std::string_view request);

// {"series": id, "bin"} or {"node": id, "metric": name, "bin"} as text. Problem page_request.
Result<ExplainQuery> read_question(std::string_view request);

// {"problems": [{"code","message","remedy","line","column","path"}]}: as /v1/validate has them.
std::string problems_json(const Problems& problems);

// {"grid", "itemNoun", "template": {...} | null, "parameters": [{"id","values","scalarOnly"}],
//  "series": [{"id","unit"}], "nodes": [...], "edges": [...], "events":
//  [{"fromBin","toBin","text"}]}
std::string to_json(const PageModel& model);

// Of the same the members that values change: {"template", "parameters"}
std::string parameters_json(const PageModel& model);

// {"verdict","headline","judgement","nodes","findings"} of the last evaluation
std::string result_json(const PageModel& model);

// "sha256:..." over the little-endian doubles of a row: what a stored run says of the same series.
std::string row_hash(const PageModel& model, SeriesIndex series);

}  // namespace flowtime::page
