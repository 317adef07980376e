#include "inspect/what_if_page.h"

#include <cstdint>

#include "library/expand_again.h"
#include "library/template_library.h"
#include "library/template_parameters.h"
#include "page/page_model.h"
#include "run/bundle_paths.h"
#include "run/record_facts.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      // Missing bytes are 0 and shown as '='.
      three = three << 8 | (k < here ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= here ? kLetters[three >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

// As JSON inside a script element: nothing in it ends the element.
std::string inside_element(std::string json) {
  std::string safe;
  // "</script>" in a model's text would end the element.
  for (const char letter : json) letter == '<' ? safe += "\\u003c" : safe += letter;
  return safe;
}

// A scalar is what a person may have typed; a list has no control and stays as it is.
bool is_list(const NamedJson& parameter) { return parameter.json.starts_with('['); }

std::string typed(const NamedJson& parameter) {
  const std::string& json = parameter.json;
  return json.starts_with('"') && json.size() >= 2 ? json.substr(1, json.size() - 2) : json;
}

std::string subject_json(const PageSubject& subject) {
  JsonWriter json;
  json.begin_object().member("v", std::int64_t{1}).member("title", subject.title);
  json.member("kind", subject.template_id.empty() ? "model" : "template");
  json.member("templateId", subject.template_id).member("file", subject.file);
  json.member("text", subject.text).key("given").begin_object();
  for (const NamedJson& parameter : subject.parameters)
    if (is_list(parameter)) json.key(parameter.name).raw(parameter.json);
  json.end_object().key("changes").begin_object().key("values").begin_object();
  for (const NamedJson& parameter : subject.parameters)
    if (!is_list(parameter)) json.member(parameter.name, typed(parameter));
  json.end_object().end_object().member("story", subject.story);
  if (subject.fix) {
    json.key("fix").begin_object().member("parameter", subject.fix->parameter);
    json.member("title", subject.fix->title).member("from", subject.fix->from);
    json.member("to", subject.fix->to).end_object();
  }
  return json.end_object().take();
}

// What the page would say at once is said here, where it can be mended.
Result<Done> try_subject(const PageSubject& subject) {
  page::PageSource source;
  source.text = subject.text;
  source.file = subject.file;
  source.is_template = !subject.template_id.empty();
  FT_TRY(source.parameters, parameters_from_json(parameters_json(subject)));
  FT_TRY(page::PageModel model, page::PageModel::open(std::move(source)));
  return model.evaluate();
}

Problem page_not_built() {
  return {.code = "page_not_built",
          .message = "this program contains no pages, so there is none to write",
          .remedy = "Build it with ui/dist, which the repository has."};
}

// `text` behind the first `mark`.
Result<Done> put_behind(std::string& page, std::string_view mark, std::string_view text) {
  const auto at = page.find(mark);
  if (at == std::string::npos) return page_not_built();
  page.insert(at + mark.size(), text);
  return Done{};
}

// Only what differs from the defaults: the page shows it as changed.
std::vector<NamedJson> differing(const RunInfo& info, const Template& from) {
  std::vector<NamedJson> values;
  for (const NamedJson& parameter : info.parameters) {
    const TemplateParameter* known = from.find_parameter(parameter.name);
    if (known == nullptr) continue;
    const bool is_default =
        known->default_value && to_json(*known->default_value) == parameter.json;
    if (!is_default) values.push_back(parameter);
  }
  return values;
}

}  // namespace

Result<PageSubject> page_subject(const RunHost& host, const Run& run) {
  const RunInfo& info = run.info();
  if (info.mode != "simulation") {
    return Problem{
        .code = "page_of_telemetry",
        .message = "the run '" + info.id + "' replays measured series, which a page cannot read",
        .remedy = "Export a simulation of the same model."};
  }
  FT_TRY(std::string model, run.read_file(bundle::kModel));
  // What every model without a template is called is no title.
  const bool is_titled = !info.template_title.empty() && info.template_title != kPlainTemplate;
  PageSubject subject{.title = is_titled ? info.template_title : info.id, .text = std::move(model)};
  const auto again = expand_again(host, info);
  // The template has changed since, or series of the model were set, which no parameter says: only
  // the stored model gives what the run has.
  if (!again || again->has_node_settings || again->expansion.model_text != subject.text) {
    return subject;
  }
  FT_TRY(const LibraryTemplate entry, host.templates->find_entry(info.template_id));
  subject.text = entry.text;
  subject.template_id = info.template_id;
  subject.file = info.template_id + ".yaml";
  subject.parameters = differing(info, *again->from);
  return subject;
}

std::string parameters_json(const PageSubject& subject) {
  JsonWriter json;
  json.begin_object();
  for (const NamedJson& parameter : subject.parameters)
    json.key(parameter.name).raw(parameter.json);
  return json.end_object().take();
}

Result<std::string> what_if_page(const PageParts& parts, const PageSubject& subject) {
  if (parts.page.empty() || parts.module.empty()) return page_not_built();
  FT_RETURN_IF_PROBLEM(try_subject(subject));
  std::string page(parts.page);
  FT_RETURN_IF_PROBLEM(put_behind(page, "id=\"ft-model\">", inside_element(subject_json(subject))));
  FT_RETURN_IF_PROBLEM(put_behind(page, "id=\"ft-module\">", base64(parts.module)));
  // Nothing is left to be fetched.
  constexpr std::string_view kOwn = "connect-src 'self'", kNothing = "connect-src 'none'";
  const auto at = page.find(kOwn);
  if (at != std::string::npos) page.replace(at, kOwn.size(), kNothing);
  return page;
}

}  // namespace flowtime
