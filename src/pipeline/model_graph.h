// ModelGraph: which nodes of a model read which, without evaluating anything.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "host/stage_clock.h"
#include "model/model.h"
#include "pipeline/model_source.h"

namespace flowtime {

struct ModelGraph {
  struct Node {
    std::string id;
    std::vector<std::string> inputs;  // ids of nodes, distinct, in order of first mention
  };
  std::vector<Node> nodes;         // nodes[] of the document, in its order
  std::vector<std::string> order;  // the same ids, every node after its inputs; a feedback loop
                                   // is entered where the document first reaches it
};

// Linear in the reads, but for nodes with very many inputs.
ModelGraph model_graph(const Model& model);

// Problems: as read_and_compile, up to the Model.
Result<ModelGraph> graph_model(const ModelSource& source, StageClock& clock);

// {"nodes":[ids],"order":[ids],"edges":[{"id","inputs":[ids]}]}
std::string to_json(const ModelGraph& graph);

}  // namespace flowtime
