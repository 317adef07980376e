// classes and traffic.
#include "model/limits.h"
#include "model/model_reader.h"
#include "model/names.h"

namespace flowtime::model_detail {

void ModelReader::read_classes(Fields& root) {
  const std::vector<yaml::Value>* items = root.some_items("classes", kMaxClasses);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const Place classes(kDocument, "classes"), place(classes, i);
    if (!expect_mapping((*items)[i], place, Title("a class"), context_)) continue;
    Fields fields((*items)[i], place, Title("class", i), context_);
    FlowClass flow_class;
    flow_class.id = fields.required_text("id");
    flow_class.display_name = fields.text("displayName");
    flow_class.weight = read_weight(fields);
    flow_class.description = fields.text("description");
    fields.refuse_unknown();
    if (flow_class.id.empty()) continue;
    const SourcePos where = (*items)[i].find("id")->where;
    if (!is_word(flow_class.id)) {
      fields.problem("bad_id", "class id '" + flow_class.id + "' is not a name",
                     "Use letters, digits, _ and -.", where, "id");
    }
    if (flow_class.id == kDefaultClass) {
      fields.problem("reserved_class",
                     "the class id 'DEFAULT' is reserved for what no class claims",
                     "Choose another id.", where, "id");
    }
    distinct(flow_class.id, "class", where, seen_classes_, Place(place, "id"));
    class_by_id_.emplace(flow_class.id, static_cast<std::uint32_t>(model_.classes.size()));
    model_.classes.push_back(std::move(flow_class));
  }
  // Only now: views into strings that move when the vector grows.
  for (const FlowClass& flow_class : model_.classes) class_ids_.push_back(flow_class.id);
}

std::optional<ClassIndex> ModelReader::find_class(const std::string& id, SourcePos where,
                                                  const Place& place) {
  const auto found = class_by_id_.find(id);
  if (found != class_by_id_.end()) return ClassIndex{found->second};
  const std::string meant = context_.meant(id, class_ids_);
  refuse("unknown_class", "class '" + id + "' is not declared",
         meant.empty() ? "Declare it under classes." : "Did you mean '" + meant + "'?", where,
         place);
  return std::nullopt;
}

void ModelReader::read_traffic(Fields& root) {
  const yaml::Value* value = root.mapping("traffic");
  if (value == nullptr) return;
  Fields traffic(*value, Place(kDocument, "traffic"), Title("the traffic"), context_);
  traffic.require("arrivals");
  const std::vector<yaml::Value>* items = traffic.some_items("arrivals", kMaxTrafficArrivals);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    read_arrival((*items)[i], Place(Place(traffic.place(), "arrivals"), i));
  }
  traffic.refuse_unknown();
}

void ModelReader::read_arrival(const yaml::Value& value, const Place& place) {
  if (!expect_mapping(value, place, Title("an arrival"), context_)) return;
  Fields fields(value, place, Title("an arrival of traffic"), context_);
  TrafficArrival arrival;
  arrival.where = value.where;
  const std::string node = fields.required_text("nodeId");
  const std::string class_id = fields.text("classId");
  if (!class_id.empty()) {
    arrival.flow_class =
        find_class(class_id, value.find("classId")->where, Place(place, "classId"));
    // With classes every item has one: an arrival without would be unattributed by accident.
  } else if (!model_.classes.empty()) {
    fields.problem("missing_class", "an arrival at '" + node + "' names no class", "Add classId.",
                   value.where);
  }
  if (const yaml::Value* pattern = fields.required_mapping("pattern")) {
    Fields shape(*pattern, Place(place, "pattern"), Title("the pattern of an arrival"), context_);
    const std::string kind = shape.required_text("kind");
    if (kind == "poisson") {
      arrival.pattern = TrafficPattern::kPoisson;
    } else if (kind != "constant" && !kind.empty()) {
      shape.problem("unknown_pattern", "pattern kind '" + kind + "' is not known",
                    "Write constant or poisson.", pattern->find("kind")->where, "kind");
    }
    arrival.rate_per_bin = shape.number("ratePerBin");
    const std::optional<double> per_hour = shape.number("rate");
    // ratePerBin wins; `rate` is items per hour.
    if (!arrival.rate_per_bin && per_hour)
      arrival.rate_per_bin = *per_hour * model_.grid.bin_hours();
    if (arrival.rate_per_bin.value_or(0) < 0 || per_hour.value_or(0) < 0) {
      shape.problem("out_of_range", "a rate is negative", "Write a rate of 0 or more.",
                    pattern->where);
    }
  }
  fields.refuse_unknown();
  const auto found = model_.node_index(node);
  if (found) {
    arrival.node = *found;
    model_.traffic.push_back(arrival);
  } else if (!node.empty()) {
    const std::string meant = context_.meant(node, node_ids_);
    refuse("unknown_name", "the traffic names node '" + node + "', which does not exist",
           meant.empty() ? "Add it to nodes." : "Did you mean '" + meant + "'?",
           value.find("nodeId")->where, Place(place, "nodeId"));
  }
}

}  // namespace flowtime::model_detail
