// Numbers of a model document that are not columns: where they are, and how they are set.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "text/yaml.h"
#include "whatif/parameter.h"

namespace flowtime::whatif {

struct DocumentPlace {
  Parameter parameter;
  std::vector<std::string> path;  // "nodes", "3", "expr"; the last member may be missing yet
};

// Expressions that are one number, rates of traffic, what queues and expressions begin with,
// weights of routes and edges, in the order of the document. `model` is what was read of it.
// Ids are distinct; of two places with one id the first is taken.
std::vector<DocumentPlace> places_in(const yaml::Document& document, const Model& model);

// Writes a number to a place. The path was found in a document of the same shape.
void set_number(yaml::Value& root, const DocumentPlace& place, double value);

}  // namespace flowtime::whatif
