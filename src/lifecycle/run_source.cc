#include "lifecycle/run_source.h"

#include <utility>

#include "library/settle_template.h"
#include "library/template_library.h"
#include "model/read_model.h"
#include "pipeline/apply_settings.h"
#include "pipeline/read_and_compile.h"
#include "run/run_identity.h"

namespace flowtime {
namespace {

Result<std::shared_ptr<const Template>> find_template(const RunHost& host,
                                                      const TemplateRequest& wanted) {
  if (wanted.draft_text) {
    auto draft = read_template(*wanted.draft_text, wanted.draft_file);
    if (!draft) return in_file(draft.problems(), wanted.draft_file);
    return std::make_shared<const Template>(std::move(*draft));
  }
  if (host.templates != nullptr) return host.templates->find(wanted.id);
  return Problem{.code = "template_not_found",
                 .message = "there is no template '" + wanted.id + "'",
                 .remedy = "List the templates to see their ids.",
                 .path = "/templateId"};
}

void bind(RunSource& source, const SettledParameters& settled) {
  const BoundParameters& bound = settled.values;
  source.settings = settled.texts;
  for (const Setting& setting : settled.node_settings) {
    source.node_settings.push_back(written_out(setting));
  }
  for (const GivenJson& given : bound.given) source.given.push_back({given.name, given.json});
  for (const BoundParameter& value : bound.values) {
    source.parameters.push_back({value.name, to_json(value.value)});
  }
  source.notes = bound.findings;
}

// The header alone counts where both tell; a block without a modelId tells nothing, as a header.
void settle_provenance(Model& model, const std::optional<ModelProvenance>& given) {
  if (given) model.provenance = given;
  if (model.provenance && model.provenance->model_id.empty()) model.provenance.reset();
}

Result<RunSource> read_plain(const CreateRunRequest& request, StageClock& clock) {
  FT_TRY(ReadSource read, read_source(request.source, clock));
  FT_RETURN_IF_PROBLEM(clock.go_on());
  RunSource source;
  source.document = std::move(read.document);
  source.parameters = settings_as_parameters(read.settings);
  // A plain model has no parameters of its own: what is set is what was given.
  source.given = source.parameters;
  for (const Setting& setting : read.settings) source.settings.push_back(written_out(setting));
  FT_TRY(source.model, validate_document(source.document, request.source, clock));
  settle_provenance(source.model, request.provenance);
  source.model_text = stored_model_text(source.document);
  source.content_text = source.model_text;
  return source;
}

// What is stored is read again, so that the places its spec is cut at are its own.
// The places in the expansion's own document point into the template.
Result<yaml::Document> stored_document(const Expansion& expansion) {
  return yaml::parse(expansion.model_text, "model.yaml",
                     {.bytes = kMaxModelBytes, .depth = kMaxYamlDepth});
}

Result<RunSource> read_from_template(const CreateRunRequest& request,
                                     std::shared_ptr<const Template> from, StageClock& clock) {
  const TemplateRequest& wanted = *request.run_template;
  RunSource source;
  source.from = std::move(from);
  clock.start(Stage::kBindParameters);
  FT_TRY(std::vector<Setting> settings, read_settings(request.source));
  FT_TRY(SettledParameters settled,
         settle_parameters(*source.from, wanted.parameters,
                           {.strict_names = wanted.strict_parameters,
                            .strict_bounds = wanted.strict_parameters && wanted.strict_bounds},
                           std::move(settings)));
  clock.end({{"parameters", static_cast<std::int64_t>(settled.values.values.size())},
             {"settings", static_cast<std::int64_t>(settled.texts.size())}});
  bind(source, settled);
  FT_RETURN_IF_PROBLEM(clock.go_on());
  clock.start(Stage::kExpand);
  FT_TRY(source.expansion,
         expand_with_settings(*source.from, settled.values, settled.node_settings));
  clock.end({{"bytes", static_cast<std::int64_t>(source.expansion->model_text.size())}});
  FT_RETURN_IF_PROBLEM(clock.go_on());
  auto model = validate_document(source.expansion->document, request.source, clock);
  if (!model) return source.told(model.problems());
  source.model = std::move(*model);
  // The text's own seed wins over the one of the template.
  if (!source.model.seed) source.model.seed = source.expansion->seed;
  FT_TRY(const yaml::Document expanded, stored_document(*source.expansion));
  FT_TRY(source.document, with_values_inline(expanded, request.source));
  source.model_text = stored_model_text(source.document);
  // The template's text, not the expanded one: its values are hashed beside it.
  source.content_text = source.from->document.text;
  return source;
}

}  // namespace

Problems RunSource::told(Problems problems) const {
  if (!expansion) return problems;
  return in_file(name_parameters(std::move(problems), *expansion), from->document.file);
}

Result<std::shared_ptr<const Template>> resolve_template(const RunHost& host,
                                                         const CreateRunRequest& request,
                                                         StageClock& clock) {
  if (!request.run_template) return std::shared_ptr<const Template>();
  clock.start(Stage::kResolveTemplate);
  FT_TRY(auto found, find_template(host, *request.run_template));
  clock.end({{"parameters", static_cast<std::int64_t>(found->parameters.size())}});
  return found;
}

Result<RunSource> read_run_source(const CreateRunRequest& request,
                                  std::shared_ptr<const Template> from,
                                  std::optional<std::int64_t> seed, StageClock& clock) {
  FT_TRY(RunSource source,
         from ? read_from_template(request, std::move(from), clock) : read_plain(request, clock));
  if (seed) source.model.seed = seed;
  source.expected = source.model.expected;
  for (std::size_t i = 0; i < request.expectations.size(); ++i) {
    const std::string& text = request.expectations[i];
    source.expected.push_back(
        {.text = text, .path = "/options/expect/" + std::to_string(i), .source = "--expect"});
  }
  return source;
}

}  // namespace flowtime
