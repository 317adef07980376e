// JSON Schemas of jobs, health and model texts. schemas/http/ has them as files.
#include <iterator>

#include "api/schemas.h"

namespace flowtime::api {
namespace {

constexpr NamedSchema kAnswerSchemas[] = {
    {"Job",
     R"({"type":"object","required":["jobId","state","runId","templateId","mode","stage","progress",
"binsDone","bins","counters","createdUtc","startedUtc","finishedUtc","wasReused","errors"],
"properties":{"jobId":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},"state":{
"enum":["queued","running","succeeded","failed","cancelled","interrupted"]},"runId":{
"type":"string"},"templateId":{"type":"string"},"mode":{"type":"string"},"stage":{
"type":"string"},"progress":{"type":"number","minimum":0,"maximum":1},"binsDone":{
"type":"integer","minimum":0},"bins":{"type":"integer","minimum":0},"counters":{"type":"object",
"additionalProperties":{"type":"integer","minimum":0}},"createdUtc":{"type":"string"},
"startedUtc":{"type":"string"},"finishedUtc":{"type":"string"},"wasReused":{"type":"boolean"},
"result":{"type":"object",
"description":"what a calibration found, as long as the server runs; only of one job"},
"errors":{"type":"array","items":{"$ref":"#/components/schemas/JobError"}}}})"},
    {"JobError",
     R"({"type":"object","required":["code","message"],"properties":{"code":{"type":"string"},
"message":{"type":"string"},"remedy":{"type":"string"},"path":{"type":"string"},"line":{
"type":"integer"},"column":{"type":"integer"},"file":{"type":"string"}}})"},
    {"JobList",
     R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{
"$ref":"#/components/schemas/Job"}}}})"},
    {"Health",
     R"({"type":"object","required":["status","serviceName","service","apiVersion","version","build",
"startTime","uptime","capabilities","templateWarnings"],"properties":{"status":{"const":"ok"},
"serviceName":{"type":"string"},"service":{"type":"string"},"apiVersion":{"type":"string"},
"version":{"type":"string"},"build":{"type":"object","required":["version","commitHash",
"buildTime","environment"],"properties":{"version":{"type":"string"},"commitHash":{
"type":"string"},"buildTime":{"type":["string","null"]},"environment":{"type":"string"},
"compiler":{"type":"string"}}},"startTime":{"type":"string",
"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"},"timestamp":{"type":"string",
"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"},"uptime":{"type":"string"},
"capabilities":{"type":"object","required":["supportedFormats","features","limits"],
"properties":{"supportedFormats":{"type":"array","items":{"type":"string"}},"features":{
"type":"array","items":{"type":"string"}},"limits":{"type":"object","properties":{
"supportedArrivalKinds":{"type":"array","items":{"type":"string"}},
"supportedRngTypes":{"type":"array","items":{"type":"string"}}},"additionalProperties":{
"type":"integer","minimum":0}}}},"environment":{"type":"string"},"dataDirectory":{"type":"string"},
"dependencies":{"type":"object"},"runtime":{"type":"object"},"system":{"type":"object"},
"health":{"type":"object","required":["status","lastCheckTime","details"]},
"availableEndpoints":{"type":"array","items":{"type":"string"}},
"templateWarnings":{"type":"object"}}})"},
    {"Readiness",
     R"({"type":"object","required":["status"],"properties":{"status":{"type":"string"}}})"},
    {"SessionHealth",
     R"({"type":"object","required":["available","enginePath","activeSessions","bytes","limits"],
"properties":{"available":{"type":"boolean"},"enginePath":{"type":"string"},
"activeSessions":{"type":"integer","minimum":0},"bytes":{"type":"integer","minimum":0},
"limits":{"type":"object","required":["maxSessions","idleSeconds","maxFrameBytes",
"maxMessageBytes","maxSessionBytes","maxSessionsBytes"],
"additionalProperties":{"type":"integer","minimum":0}}}})"},
    {"ModelRun",
     R"({"type":"object","required":["runId","artifactsPath","modelHash","scenarioHash","grid","order",
"series","warnings","wasReused"],"properties":{"runId":{"type":"string",
"pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},"artifactsPath":{"type":"string",
"pattern":"^[^/]"},"modelHash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},
"scenarioHash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"grid":{
"$ref":"#/components/schemas/Grid"},"order":{"type":"array","items":{"type":"string"}},
"series":{"type":"object","additionalProperties":{"type":"array","items":{"type":["number",
"null"]}}},"seriesOmitted":{"type":"boolean"},"warnings":{"type":"array","items":{
"$ref":"#/components/schemas/Warning"}},"wasReused":{"type":"boolean"}}})"},
    {"ModelGraph",
     R"({"type":"object","required":["nodes","order","edges"],"properties":{"nodes":{"type":"array",
"items":{"type":"string"}},"order":{"type":"array","items":{"type":"string"}},"edges":{
"type":"array","items":{"type":"object","required":["id","inputs"],"properties":{"id":{
"type":"string"},"inputs":{"type":"array","items":{"type":"string"}}}}}}})"},
    {"Validation",
     R"({"type":"object","required":["tier","isValid","errors","warnings"],"properties":{"tier":{
"enum":["schema","compile","analyse"]},"isValid":{"type":"boolean"},"errors":{"type":"array",
"items":{"type":"object","required":["message"],"properties":{"message":{"type":"string"},
"code":{"type":"string"},"remedy":{"type":"string"},"line":{"type":"integer"},"column":{
"type":"integer"},"path":{"type":"string"}}}},"warnings":{"type":"array","items":{
"$ref":"#/components/schemas/Warning"}}}})"},
};

}  // namespace

std::vector<NamedSchema> answer_schemas() {
  return {std::begin(kAnswerSchemas), std::end(kAnswerSchemas)};
}

}  // namespace flowtime::api
