// JSON Schemas of what a run says about itself. docs/semantics.md, "Judgement", defines it.
#include <iterator>

#include "api/schemas.h"

namespace flowtime::api {
namespace {

constexpr NamedSchema kJudgementSchemas[] = {
    {"Finding",
     R"({"type":"object","description":
"one thing that a run says about itself, as data and as a sentence","required":["kind","verdict",
"members","fromBin","toBin","recovered","episodes","peakBin","peak","harmed","lateShare","dropped",
"lost","undelivered","wait","cause","text","parts"],"properties":{"kind":{"enum":["retryStorm",
"loss","overload","shared","outage","downstream","schedule","held","failing","growing","catchingUp"
,"nearLimit","calm","pile"]},"verdict":{"enum":["good","warning","critical"]},"nodeId":{"type":
"string","description":
"the node it is about; a constraint has constraintId, what is about the whole run neither"},
"constraintId":{"type":"string"},"members":{"type":"array","items":{"type":"string"},"description":
"nodes that suffer with it"},"fromBin":{"type":"integer","minimum":0,"description":
"of the worst episode"},"toBin":{"type":"integer","minimum":0,"description":"inclusive"},
"recovered":{"type":"boolean"},"episodes":{"type":"integer","minimum":0},"peakBin":{"type":[
"integer","null"],"minimum":0},"peak":{"type":["number","null"],"description":"items that waited"},
"harmed":{"type":"number","minimum":0,"description":"items late or dropped"},"lateShare":{"type":[
"number","null"],"minimum":0},"dropped":{"type":["number","null"]},"lost":{"type":["number","null"]
},"undelivered":{"type":["number","null"]},"wait":{"type":"object","required":["p95Minutes",
"longestMinutes","atLeast"],"properties":{"p95Minutes":{"type":["number","null"]},"longestMinutes":
{"type":["number","null"]},"atLeast":{"type":"boolean","description":
"what has not left could move the figures up"}}},"cause":{"$ref":
"#/components/schemas/FindingCause"},"text":{"type":"string","description":"the sentence"},"parts":
{"type":"array","description":"the sentence in pieces: words, or a figure and its place","items":{
"type":"object","properties":{"text":{"type":"string"},"value":{"type":"number"},"shown":{"type":
"string"},"series":{"type":"string"},"bin":{"type":"integer","minimum":0},"unit":{"type":"string"}}
}}}})"},
    {"FindingCause",
     R"({"type":"object","description":"figures of the bin with the largest demand in the episode",
"required":["demandPeak","demandPeakBin","capacity","firstAttempts","retries","amplification",
"usefulShare","triggerBin","dueBin","undecided","goodputBefore","goodputDuring"],"properties":{"demandPeak":{"type":["number",
"null"]},"demandPeakBin":{"type":["integer","null"],"minimum":0},"capacity":{"type":["number",
"null"]},"firstAttempts":{"type":["number","null"]},"retries":{"type":["number","null"]},
"amplification":{"type":["number","null"],"description":
"all attempts by first attempts, over the episode"},"usefulShare":{"type":["number","null"]},
"triggerBin":{"type":["integer","null"],"minimum":0,"description":
"of a storm: the last bin in which first attempts exceeded the capacity"},"dueBin":{"type":[
"integer","null"],"minimum":0,"description":
"by which first attempts alone would have cleared the queue"},"undecided":{"type":"boolean",
"description":"that bin is behind the end of the run"},"goodputBefore":{"type":["number","null"],
"minimum":0,"description":
"of a storm: items per bin that were served within the promise, before the episode"},"goodputDuring"
:{"type":["number","null"],"minimum":0,"description":
"the same from the trigger to the end of the episode"}}})"},
    {"Thumbnail",
     R"({"type":"object","description":
"the headline's node at a glance: at most 64 stretches of equal length","required":["load","wait"],
"properties":{"load":{"type":"array","maxItems":64,"items":{"type":["number","null"]}},"wait":{
"type":"array","maxItems":64,"items":{"type":["number","null"]},"description":
"the longest wait by the promise"}}})"},
    {"Judgement",
     R"({"type":"object","required":["version","verdict","fromBin","share","thumbnail","balance",
"findings"],
"properties":{"version":{"type":"integer","minimum":1},
"verdict":{"enum":["good","warning","critical",null]},
"fromBin":{"type":"integer","minimum":0,"description":"the first bin in which a node has it"},
"share":{"type":"number","minimum":0,"maximum":1,"description":"of the bins in which one has it"},
"thumbnail":{"$ref":"#/components/schemas/Thumbnail"},
"balance":{"$ref":"#/components/schemas/Balance"},
"findings":{"type":"array","description":"ranked; the first is the headline","items":{
"$ref":"#/components/schemas/Finding"}}}})"},
    {"Balance",
     R"({"type":"object","description":
"where everything went that came from outside, in items: offered = delivered + lost + gaveUp + inside + unaccounted",
"required":["offered","delivered","lost","gaveUp","inside","unaccounted"],"properties":{"offered":{
"type":["number","null"],"description":"first attempts, and what waited before bin 0"},"delivered":{
"type":["number","null"]},"lost":{"type":["number","null"]},"gaveUp":{"type":["number","null"]},
"inside":{"type":["number","null"],"description":"waits at the end"},"unaccounted":{"type":["number"
,"null"],"description":"what branches copy or merge, what is between two nodes at the end"}}})"},
    {"ExpectationOutcome",
     R"({"type":"object","description":"what became of an expectation","required":["text","holds",
"figure","id","value","unit","shown"],"properties":{"text":{"type":"string"},"holds":{"type":
"boolean"},"figure":{"type":"string"},"id":{"type":"string","description":
"of the series, node or constraint; run"},"value":{"type":["number","null"]},"unit":{"type":
"string"},"shown":{"type":"string"},"atLeast":{"type":"boolean"},"why":{"type":"string",
"description":"where it does not hold"},"bins":{"type":"array","items":{"type":"integer",
"minimum":0}}}})"},
    {"HealthCounts",
     R"({"type":"object","description":"findings of the family health","required":["critical","warning"],
"properties":{"critical":{"type":"integer","minimum":0},"warning":{"type":"integer",
"minimum":0}}})"},
    {"Thresholds",
     R"({"type":"object","description":
"limits of the table of verdicts, by row, in place of the usual ones","propertyNames":{"enum":[
"wait","willBeLate","full","dropped","usefulShare","failing","refused","unaccounted","departure",
"completion","adherence","stuck","overlay"]},"additionalProperties":{"anyOf":[{"const":"off"},{"const":false},{"type":
"object","minProperties":1,"properties":{"warning":{"type":"number","minimum":0},"critical":{"type"
:"number","minimum":0}},"additionalProperties":false}]}})"},
};

}  // namespace

std::vector<NamedSchema> judgement_schemas() {
  return {std::begin(kJudgementSchemas), std::end(kJudgementSchemas)};
}

}  // namespace flowtime::api
