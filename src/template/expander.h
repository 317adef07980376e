// Expander: the parts of expand(), each on the filled tree of one part of the template.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "template/expand.h"
#include "template/filler.h"
#include "template/section.h"

namespace flowtime::template_detail {

// One per expansion, used once; not thread safe.
class Expander {
 public:
  // Both outlive it.
  Expander(const Template& from, const BoundParameters& values)
      : from_(from), filler_(from.document, values, problems_) {}
  // The parts are expanded in the order in which they need one another: the grid before the nodes
  // that are drawn over it, the nodes before the topology that names them, the topology before the
  // outputs that follow from it.
  Result<Expansion> expand();

 private:
  // expand.cc
  yaml::Value filled_part(std::string_view key);  // kNull when the template has none
  void read_window();
  void expand_grid();
  void expand_traffic();
  void expand_outputs();
  void read_rng();
  // Adds a top-level member to the model; kNull adds nothing.
  void append(std::string_view key, yaml::Value value);

  // expand_nodes.cc
  void expand_nodes();
  void add_parameter_nodes();
  // `written` is the node with its placeholders, `node` the same filled in.
  yaml::Value expanded_node(const yaml::Value& written, yaml::Value node);
  void check_array(const yaml::Value& written, const yaml::Value& node);
  void check_dependencies(const yaml::Value& node);
  void draw_profile(yaml::Value& node, const yaml::Value& profile);
  std::optional<double> expected_value(const yaml::Value& node);
  std::optional<std::vector<double>> profile_weights(const yaml::Value& profile,
                                                     const std::string& node);

  // expand_topology.cc
  yaml::Value expanded_topology();
  void expand_topology_node(yaml::Value& node);
  void check_roles(const yaml::Value& node, const std::string& kind, bool is_sink);
  void complete_sink(const yaml::Value& node, yaml::Value& semantics);
  void add_hidden_expression(const std::string& id, const std::string& expr, SourcePos where);
  void collect_outputs(const yaml::Value& semantics);

  // `path` is a JSON pointer into the template; empty where there is none.
  void problem(std::string code, std::string message, std::string remedy, SourcePos where,
               std::string path = {});

  const Template& from_;
  Problems problems_;
  Filler filler_;
  Expansion result_;
  yaml::Value nodes_;
  std::optional<std::int64_t> bins_;
  yaml::Value window_start_;
  // Duplicates are left out when the outputs are made.
  std::vector<std::string> referenced_;  // series that roles name, in order
  std::set<std::string> node_ids_;
};

// A member of a mapping that may be changed; nullptr without one.
// Valid until a member is added or removed.
yaml::Value* member_of(yaml::Value& mapping, std::string_view key);
// Text of a scalar member, else "".
// Valid for mappings of any kind: a sequence gives "".
std::string text_of(const yaml::Value& mapping, std::string_view key);
// The members of a mapping without those of these names.
// Missing names are fine.
void drop_members(yaml::Value& mapping, std::initializer_list<std::string_view> keys);

}  // namespace flowtime::template_detail
