// Cards: a run or a comparison as one picture to be passed on.
// A card of a run may have to search for what would help, so it is drawn by a job; a card of a
// comparison only compares, so a worker draws it.
#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/query_values.h"
#include "api/routes.h"
#include "api/run_submission.h"
#include "inspect/compare_runs.h"
#include "inspect/run_card.h"
#include "jobs/jobs.h"
#include "picture/picture.h"

namespace flowtime::api {
namespace {

enum class CardForm { kSvg, kPng };

http::Response card_response(std::string bytes, CardForm form) {
  http::Response response = http::text_response(
      std::move(bytes), form == CardForm::kSvg ? "image/svg+xml; charset=utf-8" : "image/png");
  // To be asked again each time: labels and suggestions of a run may change, and the tag makes it
  // cheap.
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

std::string bytes_of(const Picture& picture, const std::string& title, CardForm form) {
  return form == CardForm::kSvg ? to_svg(picture, title) : to_png(picture);
}

// Work for a job: what would help may have to be searched for.
JobQueue::Work drawing(Context& context, std::string run_id, CardForm form) {
  return [&context, run_id = std::move(run_id), form](const RunHost& host) {
    RunOutcome outcome;
    // Again in the job: between the two the run may have been removed.
    const auto run = context.open_runs.open(run_id);
    if (!run) {
      outcome.problems = run.problems();
      return outcome;
    }
    const StoredRun& stored = *(*run)->run;
    outcome.status = RunStatus::kAnswered;
    outcome.answer = bytes_of(run_card(stored, card_fix(host, stored)), card_title(stored), form);
    return outcome;
  };
}

template <CardForm form>
http::Response run_card_of(const http::Request& request, Context& context) {
  const std::string run_id(request.path_value("runId"));
  const auto run = context.open_runs.open(run_id);
  if (!run) return problem_response(run.problems(), request);
  // The run was opened here first, so that an unknown id is answered without a job.
  return submit_work(request, context, drawing(context, run_id, form),
                     [request](const RunOutcome& outcome) {
                       if (!outcome.succeeded()) return problem_response(outcome.problems, request);
                       return card_response(outcome.answer, form);
                     });
}

template <CardForm form>
http::Response comparison_card_of(const http::Request& request, Context& context) {
  ClientObserver observer(request);
  const CompareRequest asked{.run_ids = query_list(request, "runs")};
  if (asked.run_ids.size() != 2) {
    return problem_response({Problem{.code = "compare_what",
                                     .message = "a card compares two runs",
                                     .remedy = "Give their ids: ?runs=a,b"}},
                            request);
  }
  const auto comparisons = compare_runs(context.host(observer), *context.explainers, asked);
  if (!comparisons) return problem_response(comparisons.problems(), request);
  const auto before = context.open_runs.open(asked.run_ids[0]);
  const auto after = context.open_runs.open(asked.run_ids[1]);
  if (!before) return problem_response(before.problems(), request);
  if (!after) return problem_response(after.problems(), request);
  const Comparison& comparison = comparisons->front();
  const Picture card = comparison_card(*(*before)->run, *(*after)->run, comparison);
  return card_response(bytes_of(card, comparison.sentence, form), form);
}

Route card_route(std::string_view path, std::string_view summary, std::string_view type,
                 Parameter runs, http::Response (*handle)(const http::Request&, Context&)) {
  return {
      .method = "GET",
      .path = path,
      .summary = summary,
      .parameters = {std::move(runs)},
      .replies = {{.status = 200, .about = "A picture of 1,200 x 630", .content = {.type = type}}},
      .handle = handle};
}

}  // namespace

Resource card_routes() {
  Parameter runs = query("runs", "Two ids, separated by a comma; the first is what was before.");
  runs.required = true;
  constexpr std::string_view kSvg = "image/svg+xml", kPng = "image/png";
  return {.name = "Cards",
          .about =
              "A run or a comparison as one picture to be passed on: what happened, how busy it "
              "was, how long one waited, and what would help.",
          .routes = {card_route("/v1/runs/{runId}/card.svg", "The card of a run", kSvg,
                                run_id_in_path(), run_card_of<CardForm::kSvg>),
                     card_route("/v1/runs/{runId}/card.png", "The card of a run, in pixels", kPng,
                                run_id_in_path(), run_card_of<CardForm::kPng>),
                     card_route("/v1/compare/card.svg", "The card of a comparison", kSvg, runs,
                                comparison_card_of<CardForm::kSvg>),
                     card_route("/v1/compare/card.png", "The card of a comparison, in pixels", kPng,
                                runs, comparison_card_of<CardForm::kPng>)},
          .schemas = {}};
}

}  // namespace flowtime::api
