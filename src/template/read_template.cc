#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "template/limits.h"
#include "template/template.h"
#include "template/template_reader.h"

namespace flowtime {
namespace template_detail {
namespace {

constexpr std::size_t kMaxIdLength = 128;
constexpr std::array<std::string_view, 12> kFilledParts{
    "window",  "itemNoun", "grid",   "classes", "traffic", "nodes",
    "outputs", "topology", "expect", "events",  "rng",     "provenance"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// [A-Za-z0-9][A-Za-z0-9._-]*, without "..": what stands in paths and in run ids.
bool is_template_id(const std::string& id) {
  if (id.empty() || id.size() > kMaxIdLength || id.find("..") != std::string::npos) return false;
  const auto alphanumeric = [](char c) { return is_digit(c) || is_letter(c); };
  return alphanumeric(id[0]) && std::all_of(id.begin(), id.end(), [&](char c) {
           return alphanumeric(c) || c == '.' || c == '_' || c == '-';
         });
}

// 1.2.3, 1.2.3-beta.1
bool is_version(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    if (end == text.begin()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (part == 2) break;
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
  }
  if (text.empty()) return true;
  return text.size() > 1 && text[0] == '-' && std::all_of(text.begin() + 1, text.end(), [](char c) {
           return is_digit(c) || is_letter(c) || c == '.' || c == '-';
         });
}

}  // namespace

bool takes_placeholders(std::string_view top_level_key) {
  return std::find(kFilledParts.begin(), kFilledParts.end(), top_level_key) != kFilledParts.end();
}

Problems TemplateReader::read() {
  Section root(document_.root, "", "the template", problems_);
  if (document_.root.kind != yaml::Kind::kMapping) return problems_;
  read_root(root);
  // After read_root, which has asked for every key that there is.
  root.refuse_unknown();
  check_placeholders();
  return std::move(problems_);
}

void TemplateReader::problem(std::string code, std::string message, std::string remedy,
                             SourcePos where, std::string path) {
  if (problems_.size() >= kMaxTemplateProblems) return;
  Problem problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problem.where = where;
  problem.path = std::move(path);
  problems_.push_back(std::move(problem));
}

void TemplateReader::read_root(Section& root) {
  const yaml::Value* version = root.find("schemaVersion");
  if (version == nullptr) {
    root.problem("missing_field", "the template has no schemaVersion", "Write schemaVersion: 1.",
                 root.where(), "schemaVersion");
  } else if (const auto number = version->integer(); number == 1 || number == 2) {
    template_.schema_version = static_cast<int>(*number);
  } else {
    root.problem("unsupported_schema_version", "'schemaVersion' is not 1 or 2",
                 "Write schemaVersion: 1 or schemaVersion: 2.", version->where, "schemaVersion");
  }
  read_metadata(root);
  read_mode(root);
  template_.item_noun = root.text("itemNoun");
  read_parameters(root);
  // After the parameters, whose types its changes must fit.
  read_what_if();
  read_window(root);
  check_topology(root);
  for (const char* key : {"grid", "nodes", "outputs"}) {
    if (root.find(key) != nullptr) continue;
    root.problem("missing_field", std::string("the template has no ") + key,
                 std::string(key) == "outputs"
                     ? "Name the series to output; series: \"*\" outputs all."
                     : "Add it; a model needs it.",
                 root.where(), key);
  }
  // Optional, and read by the model's reader once they are filled in.
  for (const char* key : {"classes", "traffic", "expect", "events"}) root.find(key);
  if (const yaml::Value* rng = root.mapping("rng")) {
    template_.has_rng = true;
    Section block(*rng, "/rng", "'rng'", problems_);
    block.find("kind");
    block.find("seed");
    block.refuse_unknown();
  }
  read_provenance(root);
}

void TemplateReader::read_metadata(Section& root) {
  const yaml::Value* value = root.find("metadata");
  if (value == nullptr) {
    root.problem("missing_field", "the template has no metadata",
                 "Add metadata with id, title and version.", root.where(), "metadata");
    return;
  }
  Section metadata(*value, "/metadata", "the metadata", problems_);
  if (value->kind != yaml::Kind::kMapping) return;
  template_.id = metadata.required_text("id", "Write id: my-template.");
  template_.title = metadata.required_text("title", "Say in a few words what is modelled.");
  template_.version = metadata.required_text("version", "Write version: 1.0.0.");
  template_.description = metadata.text("description");
  template_.narrative = metadata.text("narrative");
  template_.tags = metadata.texts("tags");
  if (const std::string category = metadata.text("category"); !category.empty())
    template_.category = category;
  template_.capture_key = metadata.text("captureKey");
  read_claim(metadata);
  metadata.find("whatIf");  // which names parameters: read_what_if
  if (!template_.id.empty() && !is_template_id(template_.id)) {
    metadata.problem("bad_id", "template id '" + template_.id + "' is not a name",
                     "Use letters, digits, '-', '_' and '.', at most 128, beginning with a letter "
                     "or digit.",
                     value->find("id")->where, "id");
  }
  if (!template_.version.empty() && !is_version(template_.version)) {
    metadata.problem("bad_version",
                     "version '" + template_.version + "' does not have the form of a version",
                     "Write three numbers, such as 1.0.0 or 1.0.0-beta.",
                     value->find("version")->where, "version");
  }
  metadata.refuse_misspelt();
}

void TemplateReader::read_mode(Section& root) {
  const std::string mode = root.text("mode");
  if (mode == "simulation" || mode == "telemetry") {
    template_.mode = mode;
  } else if (const yaml::Value* written = root.find("mode")) {
    root.problem("bad_mode", "the mode is '" + mode + "'", "Write simulation or telemetry.",
                 written->where, "mode");
  }
  const yaml::Value* written = root.find("generator");
  if (written == nullptr) return;
  template_.generator = root.text("generator");
  if (!lower_case(template_.generator).starts_with("flowtime")) {
    root.problem("bad_generator", "the generator is '" + template_.generator + "'",
                 "Write flowtime-sim, or leave it out.", written->where, "generator");
  }
}

void TemplateReader::read_window(Section& root) {
  const yaml::Value* value = root.find("window");
  if (value == nullptr) {
    root.problem("template_window_missing", "the template has no window",
                 "Add window with start (such as 2026-01-01T00:00:00Z) and timezone: UTC.",
                 root.where(), "window");
    return;
  }
  Section window(*value, "/window", "the window", problems_);
  if (value->kind != yaml::Kind::kMapping) return;
  window.required_text("start", "Write a date and time, such as 2026-01-01T00:00:00Z.");
  window.required_text("timezone", "Write timezone: UTC.");
  window.refuse_unknown();
}

void TemplateReader::read_provenance(Section& root) {
  const yaml::Value* value = root.mapping("provenance");
  if (value == nullptr) return;
  Section provenance(*value, "/provenance", "'provenance'", problems_);
  template_.pinned_generator = provenance.text("generator");
  template_.pinned_generated_at = provenance.text("generatedAt");
}

void TemplateReader::check_topology(Section& root) {
  const yaml::Value* topology = root.find("topology");
  const yaml::Value* nodes = topology == nullptr ? nullptr : topology->find("nodes");
  const bool has_nodes = nodes != nullptr && !nodes->items.empty();
  if (has_nodes) return;
  root.problem("template_topology_missing",
               topology == nullptr ? "the template has no topology"
                                   : "the topology of the template has no nodes",
               "Add topology with at least one node.",
               topology == nullptr ? root.where() : topology->where, "topology");
}

}  // namespace template_detail

const TemplateParameter* Template::find_parameter(std::string_view name) const {
  const auto same = [&](const TemplateParameter& parameter) { return parameter.name == name; };
  const auto found = std::find_if(parameters.begin(), parameters.end(), same);
  return found == parameters.end() ? nullptr : &*found;
}

Result<Template> read_template(yaml::Document document) {
  Template result;
  result.document = std::move(document);
  Problems problems = template_detail::TemplateReader(result).read();
  if (!problems.empty()) return problems;
  return result;
}

Result<Template> read_template(std::string text, std::string file) {
  FT_TRY(yaml::Document document, parse_template(std::move(text), std::move(file)));
  return read_template(std::move(document));
}

std::string template_id_of(const yaml::Document& document) {
  const yaml::Value* metadata = document.root.find("metadata");
  const yaml::Value* id = metadata == nullptr ? nullptr : metadata->find("id");
  return id == nullptr || id->kind != yaml::Kind::kScalar ? "" : id->scalar;
}

}  // namespace flowtime
