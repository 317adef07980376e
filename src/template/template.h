// Template: a model document with holes, `${name}`, and the parameters that fill them.
//
//   schemaVersion generator mode metadata window parameters               the template itself
//   itemNoun grid classes traffic nodes outputs topology rng provenance   become the model
//
// Rules: docs/templates.md. A placeholder may stand for a whole scalar or inside one, never in a
// key; `metadata` and `parameters` are read as they are written.
// Const after read_template: may be read by any number of threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "template/template_value.h"
#include "text/yaml.h"

namespace flowtime {

// One hole of the template as people see it. Bounds are inclusive.
struct TemplateParameter {
  std::string name;
  ParameterType type = ParameterType::kString;
  std::string title, description;
  std::string unit;            // what it counts, for people: "orders per bin"; "" without one
  std::optional<double> step;  // above 0: by how much a control changes it; never a rule
  std::optional<TemplateValue> default_value;
  std::optional<double> min, max;      // of a number; of every element of an array
  bool whole_elements = false;         // an array of whole numbers
  std::vector<TemplateValue> choices;  // when not empty, the only values there are
  bool required = false;               // must be given, whatever else holds
  SourcePos where{};                   // of the name
};

// A change of parameters that is worth a try, and what comes of it.
// For a button: the values to set and the sentence to show.
struct WhatIf {
  struct Change {
    std::string name;
    TemplateValue value;  // of the parameter's type
  };
  std::vector<Change> changes;  // in the order written
  std::string says;             // what changes by it, in one sentence
};

// Owns its document; parameters and texts do not point into it.
struct Template {
  std::string id, title, description, narrative;
  std::string claim;       // what it shows, at most kMaxClaimLength characters; may be ""
  int schema_version = 1;  // that the models of it have, too: 1 or 2
  std::string item_noun;   // what flows: "orders"; "" leaves it to the model's default
  std::optional<WhatIf> what_if;
  std::string version;  // "1.2.3", "1.2.3-beta.1"
  std::vector<std::string> tags;
  std::string category = "general";
  // Names the captures that belong to the template; may be empty.
  std::string capture_key;
  std::string generator = "flowtime-sim";
  std::string mode = "simulation";  // or "telemetry"
  // A provenance block of the template's own fixes these for every model made of it.
  std::string pinned_generator, pinned_generated_at;
  // Without the block the seed is that of the request or the default of models.
  bool has_rng = false;                       // an rng block: its seed is the default
  std::vector<TemplateParameter> parameters;  // in the order written, names distinct
  yaml::Document document;                    // as written; its text is what contentHash covers

  // nullptr without one. Linear in the parameters.
  const TemplateParameter* find_parameter(std::string_view name) const;
};

// Characters, not bytes.
inline constexpr std::size_t kMaxClaimLength = 60;

// The document of a template text. Other than yaml::parse it takes a placeholder without quotes
// also inside { } and [ ].
// Places in it are those of the text, also around placeholders.
Result<yaml::Document> parse_template(std::string text, std::string file,
                                      const yaml::Limits& limits = {});

// The template in `document`, which parse_template made. Everything that can be decided without
// values is checked, all problems in one pass, each with its place: template_window_missing,
// template_topology_missing, missing_field, unknown_field, wrong_type, bad_id, bad_version,
// bad_mode, bad_generator, bad_parameter, bad_default, duplicate_parameter, unknown_placeholder,
// placeholder_in_key, ...
// Takes the document: the template owns it.
Result<Template> read_template(yaml::Document document);

// The same from text; also the problems of parse_template.
Result<Template> read_template(std::string text, std::string file);

// metadata.id of a document that need not be a valid template; "" without one.
// For lists that name a template which cannot be read.
std::string template_id_of(const yaml::Document& document);

}  // namespace flowtime
