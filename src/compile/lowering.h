// Lowering: Model -> Draft, one attempt. The mechanisms and their order are in lowering.cc.
#pragma once

#include <memory>
#include <string>

#include "compile/world.h"

namespace flowtime::compile_detail {

// What the mechanisms made of the model; with World::problems set only those count.
// The world refers to the three arguments, which must outlive it. Compile runs this again with more
// decisions until the graph asks for no other (docs/decisions/0002).
std::unique_ptr<World> lower(const Model& model, const CompileOptions& options,
                             const Decisions& decisions);

// Where the model says what the series is: its node, or the topology node whose depth it is.
// An empty position for a series that is generated, such as that of an edge.
SourcePos position_of(const Model& model, const std::string& series_id);

}  // namespace flowtime::compile_detail
