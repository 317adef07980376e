// What is true of a node in every bin, in the words of the state contract.
// Pure functions of the model. Words are those of the contract and do not change.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "text/json_writer.h"

namespace flowtime {

// The kind in lower case: "servicewithbuffer".
// "service" where the model gives no kind.
std::string lower_kind(const TopologyNode& node);
// service, serviceWithBuffer, queue, dlq, router, dependency, sink, constant, pmf, expression.
// What the node is for the formulas, whatever its kind is called.
std::string analytical_identity(const TopologyNode& node);

// {"identity","hasQueueSemantics","hasServiceSemantics","hasCycleTimeDecomposition",
//  "stationarityWarningApplicable"}
void write_analytical(JsonWriter& json, const TopologyNode& node);
// {"kind","periodBins","phaseOffset","capacitySeries"}
void write_schedule(JsonWriter& json, const DispatchSchedule& schedule);
// {name: text, ...} or null.
void write_aliases(JsonWriter& json, const TopologyNode& node);
// "2026-01-05T12:30:00+00:00"
// The contract writes the offset out where others write Z.
std::string offset_utc(std::int64_t unix_ms);

}  // namespace flowtime
