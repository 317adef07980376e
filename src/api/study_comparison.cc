#include "api/study_comparison.h"

#include "api/problem_response.h"
#include "api/query_values.h"
#include "studies/compare_studies.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kStudyComparisonSchema = R"({"type":"object",
"required":["before","after","identical","sentence","remarks","parameters","measures",
"samePoints","differingPoints","figures","points","found","foundAlike","bands","onlyBefore",
"onlyAfter"],
"properties":{"before":{"$ref":"#/components/schemas/ComparedStudy"},
"after":{"$ref":"#/components/schemas/ComparedStudy"},
"identical":{"type":"boolean"},"sentence":{"type":"string"},
"remarks":{"type":"array","items":{"type":"string"}},
"parameters":{"type":"array","items":{"type":"string"}},
"measures":{"type":"array","items":{"type":"string"}},
"samePoints":{"type":"integer"},"differingPoints":{"type":"integer"},
"figures":{"type":"array","items":{"type":"object",
"required":["figure","differing","meanChange","largest"],
"properties":{"figure":{"type":"string"},"differing":{"type":"integer"},
"meanChange":{"type":["number","null"]},"largest":{"type":["object","null"]}}}},
"points":{"type":"array","items":{"type":"object",
"required":["params","beforePoint","afterPoint","measures"]}},
"found":{"type":"array","items":{"type":"object","required":["what","of","before","after"],
"properties":{"before":{"type":["number","null"]},"after":{"type":["number","null"]}}}},
"foundAlike":{"type":"integer"},
"bands":{"type":"array","items":{"type":"object",
"required":["series","band","bin","before","after"]}},
"onlyBefore":{"$ref":"#/components/schemas/OfOneStudy"},
"onlyAfter":{"$ref":"#/components/schemas/OfOneStudy"}}})";

constexpr std::string_view kComparedStudySchema = R"({"type":"object",
"required":["studyId","kind","of","status","completedPoints"],
"properties":{"studyId":{"type":"string"},"kind":{"type":"string"},"of":{"type":"string"},
"status":{"type":"string"},"completedPoints":{"type":"integer"}}})";

constexpr std::string_view kOfOneStudySchema = R"({"type":"object",
"required":["parameters","measures","pointCount","points"],
"properties":{"parameters":{"type":"array","items":{"type":"string"}},
"measures":{"type":"array","items":{"type":"string"}},"pointCount":{"type":"integer"},
"points":{"type":"array","items":{"type":"object","required":["params"]}}}})";

// How many entries of each list are answered.
Result<std::size_t> entries_of(const http::Request& request) {
  FT_TRY(const auto limit, query_integer(request, "limit"));
  if (limit.value_or(1) > 0) {
    return static_cast<std::size_t>(limit.value_or(studies::kShownMoves));
  }
  return invalid_query("The parameter 'limit' must be at least 1.",
                       "Leave it out for the largest changes.");
}

http::Response compare_studies(const http::Request& request, Context& context) {
  const std::vector<std::string> ids = query_list(request, "studies");
  if (ids.size() != 2) {
    return problem_response(
        {Problem{.code = "compare_what",
                 .message = "a comparison takes 2 studies, not " + std::to_string(ids.size()),
                 .remedy = "Name them as studies=A,B; the first is what the other is compared "
                           "with."}},
        request);
  }
  const auto most = entries_of(request);
  if (!most) return problem_response(most.problems(), request);
  studies::StudyStore store(context.env);
  const auto comparison = studies::compare_studies(store, ids[0], ids[1]);
  if (!comparison) return problem_response(comparison.problems(), request);
  http::Response response = http::json_response(studies::to_json(*comparison, *most));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Route compare_studies_route() {
  return {.method = "GET",
          .path = "/v1/studies/compare",
          .summary = "What changed from one study to another, by points with the same inputs",
          .parameters = {query("studies",
                               "Two ids, separated by a comma; the first is what the other is "
                               "compared with."),
                         query("limit", "Entries of each list, the largest changes first; else 20.",
                               Parameter::Type::kInteger)},
          .replies = {{200,
                       "Figures, findings and bands before and after",
                       {.schema = "StudyComparison"}}},
          .handle = compare_studies};
}

std::vector<NamedSchema> study_comparison_schemas() {
  return {{"StudyComparison", kStudyComparisonSchema},
          {"ComparedStudy", kComparedStudySchema},
          {"OfOneStudy", kOfOneStudySchema}};
}

}  // namespace flowtime::api
