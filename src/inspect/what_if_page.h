// A what-if as one file: the page of the web UI with the engine's module and a model inside. It
// needs no server and no network; docs/engine-in-the-page.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/page_parts.h"
#include "host/run_host.h"
#include "run/open_run.h"
#include "run/run_record.h"

namespace flowtime {

// A change of one parameter after which nothing is late.
// `from` and `to` are values of the parameter, in its own unit.
struct PageFix {
  std::string parameter, title;
  double from = 0, to = 0;
};

// Plain texts; nothing of it is checked until what_if_page.
struct PageSubject {
  std::string title;
  std::string text;                     // of a model, or of a template
  std::string template_id{};            // empty: a model
  std::string file = "model.yaml";      // what messages call the text
  std::vector<NamedJson> parameters{};  // values of the template that the page begins with
  bool story = false;                   // the page begins with the story of the run, step by step
  std::optional<PageFix> fix{};         // that the story proposes
};

// The template of a stored run with the values of the run; its model where the template is not at
// hand, or no longer gives that model. Problem page_of_telemetry: the run replays measurements.
// Without `host.templates` always the model.
// Of the run's values only those that differ from the template's defaults are given: the page shows
// them as changed.
Result<PageSubject> page_subject(const RunHost& host, const Run& run);

// Its parameters as one JSON object.
std::string parameters_json(const PageSubject& subject);

// Compiles and evaluates the subject as the page will. Problems: page_not_built; those of
// PageModel::open, with the places in the text.
// A complete HTML document of a few megabytes: the module is inside as base64.
// The page's policy forbids every connection. A '<' in the model's text is escaped, so that no text
// ends the script element.
Result<std::string> what_if_page(const PageParts& parts, const PageSubject& subject);

}  // namespace flowtime
