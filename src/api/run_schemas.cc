// JSON Schemas of runs: create, read, list. schemas/http/ has them as files.
#include <iterator>

#include "api/schemas.h"

namespace flowtime::api {
namespace {

constexpr NamedSchema kRunSchemas[] = {
    {"Problem",
     R"({"type":"object","required":["type","title","status","detail","code","error","errors",
"requestId"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{
"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"},"error":{"type":"string"},
"errors":{"type":"array","items":{"type":"object","required":["path","line","column","code",
"message","remedy"],"properties":{"path":{"type":"string"},"line":{"type":"integer"},"column":{
"type":"integer"},"code":{"type":"string"},"message":{"type":"string"},"remedy":{
"type":"string"},"file":{"type":"string"}}}},"requestId":{"type":"string"}}})"},
    {"Grid",
     R"({"type":"object","required":["bins","binSize","binUnit"],"properties":{"bins":{"type":"integer",
"minimum":1},"binSize":{"type":"integer","minimum":1},"binUnit":{"enum":["milliseconds",
"seconds","minutes","hours","days","weeks"]},"startUtc":{"type":"string",
"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"},"endUtc":{"type":"string",
"pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"}}})"},
    {"FindingCounts",
     R"({"type":"object","required":["error","warning","info"],"properties":{"error":{"type":"integer",
"minimum":0},"warning":{"type":"integer","minimum":0},"info":{"type":"integer","minimum":0}}})"},
    {"Warning",
     R"({"type":"object","required":["code","message","severity"],"properties":{"code":{"type":
"string"},"message":{"type":"string"},"severity":{"enum":["error","warning","info"]},"family":{
"const":"health","description":"of a finding of the judgement; others are about the data"},
"verdict":{"enum":["warning","critical"]},"nodeId":{"type":"string"},"bins":{"type":"array","items"
:{"type":"integer","minimum":0}},"startBin":{"type":"integer","minimum":0},"endBin":{"type":
"integer","minimum":0},"signal":{"type":"string"},"value":{"type":"number"},"edgeIds":{"type":
"array","items":{"type":"string"}},"nodeIds":{"type":"array","items":{"type":"string"}},"count":{
"type":"integer","minimum":2}}})"},
    {"RunTelemetry",
     R"({"type":"object","required":["available","generatedAtUtc","warningCount","sourceRunId"],
"properties":{"available":{"type":"boolean"},"generatedAtUtc":{"type":["string","null"]},
"warningCount":{"type":"integer","minimum":0},"sourceRunId":{"type":["string","null"]},
"capture":{"type":"string","description":"of a telemetry run: the capture it was made from"},
"coverage":{"enum":["full","partial","missing"],
"description":"of the series that the topology refers to, by measured ones"},
"nodes":{"type":"integer","minimum":0},"nodesMeasured":{"type":"integer","minimum":0},
"quality":{"type":"object","required":["series","missingBins","classMismatches","classCoverage"],
"properties":{"series":{"type":"integer","minimum":0},"missingBins":{"type":"integer","minimum":0},
"classMismatches":{"type":"integer","minimum":0},
"classCoverage":{"enum":["full","partial","missing"]}}}}})"},
    {"RunMetadata",
     R"({"type":"object","required":["runId","templateId","templateTitle","templateNarrative",
"templateVersion","mode","provenanceHash","telemetrySourcesResolved","schema","storage",
"edgeQuality","rng","contentHash","classCoverage"],"properties":{"runId":{"type":"string",
"pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},"templateId":{"type":"string"},"templateTitle":{
"type":"string"},"templateNarrative":{"type":"string"},"templateVersion":{"type":"string"},
"mode":{"enum":["simulation","telemetry"]},"provenanceHash":{"type":"string",
"pattern":"^sha256:[0-9a-f]{64}$"},"telemetrySourcesResolved":{"type":"boolean"},"schema":{
"type":"object","required":["id","version","hash"],"properties":{"id":{"type":"string"},
"version":{"type":"string"},"hash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"}}},
"storage":{"type":"object","required":["modelPath","metadataPath","provenancePath"],
"properties":{"modelPath":{"type":"string","pattern":"^[^/]"},"metadataPath":{"type":"string",
"pattern":"^[^/]"},"provenancePath":{"type":"string","pattern":"^[^/]"}}},"edgeQuality":{
"enum":["exact","approx","partialClass","missing"]},"rng":{"type":"object","required":["kind",
"seed"],"properties":{"kind":{"const":"pcg32"},"seed":{"type":"integer"}}},"inputHash":{
"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"contentHash":{"type":"string",
"pattern":"^sha256:[0-9a-f]{64}$"},"classCoverage":{"enum":["full","partial","missing"]},
"itemNoun":{"type":"string","description":"what flows: orders"},
"classes":{"type":"array","items":{"$ref":"#/components/schemas/RunClass"}}}})"},
    {"RunClass",
     R"({"type":"object","required":["id"],"properties":{"id":{"type":"string"},"displayName":{
"type":"string"},"description":{"type":"string"}}})"},
    {"RunPlan",
     R"({"type":"object","required":["templateId","mode","outputRoot","deterministicRunId",
"captureDirectory","requestedRunId","wouldReuse","contentHash","parameters",
"resolvedParameters","telemetryBindings","files","outputs","cells","bytes","warnings"],
"properties":{"templateId":{"type":"string"},"mode":{"enum":["simulation","telemetry"]},
"outputRoot":{"type":"string","pattern":"^[^/]"},"deterministicRunId":{"type":"boolean"},
"captureDirectory":{"type":["string","null"]},"requestedRunId":{"type":["string","null"]},
"wouldReuse":{"type":"boolean"},"contentHash":{"type":"string",
"pattern":"^sha256:[0-9a-f]{64}$"},"parameters":{"type":"object"},"resolvedParameters":{
"type":"object"},"telemetryBindings":{"type":"object","additionalProperties":{"type":"string"}},
"files":{"type":"array","items":{"type":"object","required":["nodeId","metric","path"],
"properties":{"nodeId":{"type":"string"},"metric":{"type":"string"},"path":{"type":"string"}}}},
"outputs":{"type":"array","items":{"type":"object","required":["path","bytes","isEstimate"],
"properties":{"path":{"type":"string","pattern":"^[^/]"},"bytes":{"type":"integer","minimum":0},
"isEstimate":{"type":"boolean"}}}},"cells":{"type":"integer","minimum":0},"bytes":{
"type":"integer","minimum":0},"warnings":{"type":"array","items":{
"$ref":"#/components/schemas/Warning"}}}})"},
    {"Run",
     R"({"type":"object","required":["mode","templateId","canReplay","telemetry","warnings",
"isDryRun","wasReused","metadata","plan"],"properties":{"runId":{"type":"string","pattern":
"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},"mode":{"enum":["simulation","telemetry"]},"templateId":{
"type":"string"},"warningCount":{"type":"integer","minimum":0},"findings":{"$ref":
"#/components/schemas/FindingCounts"},"grid":{"$ref":"#/components/schemas/Grid"},"artifacts":{
"type":"object","required":["spec","model","metadata","provenance","manifest","index","series",
"aggregates","telemetryManifest"],"properties":{"spec":{"type":"boolean"},"model":{"type":"boolean"
},"metadata":{"type":"boolean"},"provenance":{"type":"boolean"},"manifest":{"type":"boolean"},
"index":{"type":"boolean"},"series":{"type":"boolean"},"aggregates":{"type":"boolean"},
"telemetryManifest":{"type":"boolean"}}},"tags":{"type":"array","items":{"type":"string"}},
"note":{"type":"string"},"canReplay":{"type":"boolean"},"telemetry":{"anyOf":[{
"$ref":"#/components/schemas/RunTelemetry"},{"type":"null"}]},"warnings":{"type":"array","items":{
"$ref":"#/components/schemas/Warning"}},"isDryRun":{"type":"boolean"},"wasReused":{"type":"boolean"
},"sameContentAs":{"type":"array","items":{"type":"string"},"description":
"of a new run: earlier ones of the same content, newest first"},"health":{"$ref":
"#/components/schemas/HealthCounts"},"verdict":{"enum":["good","warning","critical",null]},
"headline":{"anyOf":[{"$ref":"#/components/schemas/Finding"},{"type":"null"}]},"judgement":{"$ref":
"#/components/schemas/Judgement"},"thresholds":{"$ref":"#/components/schemas/Thresholds"},
"expectations":{"type":"array","items":{"$ref":"#/components/schemas/ExpectationOutcome"}},
"settings":{"type":"array","items":{"type":"string"},"description":
"values given beside the model, as they were applied"},
"bundleRef":{"type":"object","required":["kind","id"],"properties":{"kind":{"const":"run"},"id":{
"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"}}},"metadata":{"anyOf":[{"$ref":
"#/components/schemas/RunMetadata"},{"type":"null"}]},"plan":{"anyOf":[{"$ref":
"#/components/schemas/RunPlan"},{"type":"null"}]},"supersedes":{"type":"object","required":[
"contentHash","createdUtc"],"properties":{"contentHash":{"type":"string","pattern":
"^sha256:[0-9a-f]{64}$"},"createdUtc":{"type":"string","pattern":
"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"},"runId":{"type":"string","pattern":
"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"}}},"durationsMs":{"type":"object","additionalProperties":{
"type":"number"}}}})"},
    {"RunPage",
     R"({"type":"object","required":["items","totalCount","page","pageSize"],"properties":{"items":
{"type":"array","items":{"type":"object","required":["runId","templateId","templateTitle",
"templateNarrative","templateVersion","mode","createdUtc","warningCount","telemetry","rng",
"inputHash","contentHash","findings","grid","verdict","headline","thumbnail","health","parameters",
"settings","durationMs","tags","note"],"properties":{"runId":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
},"templateId":{"type":"string"},"templateTitle":{"type":"string"},"templateNarrative":{"type":
"string"},"templateVersion":{"type":"string"},"mode":{"enum":["simulation","telemetry"]},
"createdUtc":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+]00:00)$"},
"warningCount":{"type":"integer","minimum":0},"telemetry":{"$ref":
"#/components/schemas/RunTelemetry"},"rng":{"type":"object","required":["kind","seed"],"properties"
:{"kind":{"const":"pcg32"},"seed":{"type":"integer"}}},"inputHash":{"type":["string","null"]},
"contentHash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},"findings":{"$ref":
"#/components/schemas/FindingCounts"},"grid":{"$ref":"#/components/schemas/Grid"},"verdict":{"enum"
:["good","warning","critical",null]},"headline":{"anyOf":[{"$ref":"#/components/schemas/Finding"},{
"type":"null"}]},"thumbnail":{"anyOf":[{"$ref":"#/components/schemas/Thumbnail"},{"type":"null"}]},
"health":{"anyOf":[{"$ref":"#/components/schemas/HealthCounts"},{"type":"null"}]},"parameters":{
"type":"object","description":"of the template, with defaults"},
"settings":{"type":"array","items":{"type":"string"},"description":
"values given beside the model, as they were applied"},"durationMs":{"type":"number",
"minimum":0,"description":"how long making it took"},
"tags":{"type":"array","items":{"type":"string"}},
"note":{"type":"string"}}}},"totalCount":{"type":"integer","minimum":0},
"page":{"type":"integer","minimum":1},"pageSize":{"type":"integer","minimum":1}}})"},
};

}  // namespace

std::vector<NamedSchema> run_schemas() { return {std::begin(kRunSchemas), std::end(kRunSchemas)}; }

}  // namespace flowtime::api
