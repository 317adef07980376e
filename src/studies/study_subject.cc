#include "studies/study_subject.h"

#include "library/expand_again.h"
#include "library/template_library.h"
#include "library/template_parameters.h"
#include "pipeline/stored_model.h"
#include "run/bundle_paths.h"
#include "whatif/reseed.h"

namespace flowtime::studies {
namespace {

// What of the host outlives it: the environment.
void add_seeds(const RunHost& host, OpenedSubject& opened) {
  opened.with_seed = [&env = host.env, limits = host.limits](const whatif::Scenario& scenario,
                                                             std::int64_t seed) {
    return whatif::with_seed(env, limits, scenario, seed);
  };
}

Result<OpenedSubject> of_template(const RunHost& host, const StudySubject& subject,
                                  std::size_t most_variants) {
  if (host.templates == nullptr) {
    return Problem{.code = "template_not_found",
                   .message = "there is no template '" + subject.template_id + "'",
                   .remedy = "List the templates to see their ids.",
                   .path = "/templateId"};
  }
  FT_TRY(auto from, host.templates->find(subject.template_id));
  OpenedSubject opened{.of = "template " + from->id};
  FT_TRY(opened.subject,
         whatif::template_subject(host.env,
                                  {.from = std::move(from),
                                   .given = subject.parameters,
                                   .seed = subject.seed,
                                   .sampling = subject.sampling},
                                  {.limits = host.limits, .most_variants = most_variants}));
  add_seeds(host, opened);
  return opened;
}

// The template that made the run, with its values; nothing where it would make another model now.
std::optional<whatif::TemplateSource> template_of(const RunHost& host, const Run& run) {
  const auto again = expand_again(host, run.info());
  const auto stored = run.read_file(bundle::kModel);
  if (!again || !stored || again->expansion.model_text != *stored) return std::nullopt;
  whatif::TemplateSource source{.from = again->from};
  for (const NamedJson& parameter : run.info().parameters) {
    const auto read = parameters_from_json("{\"value\":" + parameter.json + "}");
    if (!read || read->empty()) continue;
    source.given.push_back({.name = parameter.name, .value = read->front().value});
  }
  source.seed = run.info().seed;
  const auto sampling = parse_sampling(run.info().sampling);
  source.sampling = sampling.value_or(CompileOptions::Sampling::kExpected);
  return source;
}

}  // namespace

Result<OpenedSubject> open_subject(const RunHost& host, const Run& run, std::size_t most_variants) {
  OpenedSubject opened{.thresholds = run.info().thresholds, .of = "run " + run.info().id};
  add_seeds(host, opened);
  if (auto source = template_of(host, run)) {
    FT_TRY(opened.subject,
           whatif::template_subject(host.env, *std::move(source),
                                    {.limits = host.limits, .most_variants = most_variants}));
    return opened;
  }
  FT_TRY(ModelSource source, source_of(run));
  FT_TRY(opened.subject,
         whatif::model_subject(host.env, std::move(source),
                               {.limits = host.limits, .most_variants = most_variants}));
  return opened;
}

Result<OpenedSubject> open_subject(const RunHost& host, const StudySubject& subject,
                                   std::size_t most_variants) {
  if (!subject.run_id.empty()) {
    FT_TRY(const Run run, open_run(host.env, subject.run_id));
    return open_subject(host, run, most_variants);
  }
  if (!subject.template_id.empty()) return of_template(host, subject, most_variants);
  ModelSource source = *subject.model;
  if (subject.seed) source.seed = subject.seed;
  if (subject.sampling != CompileOptions::Sampling::kExpected) source.sampling = subject.sampling;
  OpenedSubject opened{.of = "model"};
  add_seeds(host, opened);
  FT_TRY(opened.subject,
         whatif::model_subject(host.env, std::move(source),
                               {.limits = host.limits, .most_variants = most_variants}));
  return opened;
}

}  // namespace flowtime::studies
