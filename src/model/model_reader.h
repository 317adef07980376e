// ModelReader: the passes of read_model. First what is written in the document, then what refers to
// what.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/name_set.h"
#include "model/clock_bins.h"
#include "model/fields.h"
#include "model/read_model.h"

namespace flowtime::model_detail {

// One per document, used once. Not thread safe. A pass continues after a problem with a harmless
// value, so that one fault is reported once and the rest of the document as well.
class ModelReader {
 public:
  // Both outlive the reader.
  ModelReader(const yaml::Document& document, const ReadModelOptions& options)
      : document_(document), options_(options), context_(options.fields_asked) {}
  // The model, or every problem of the document. Call it once: the model is moved out.
  Result<Model> read();
  // In place of read(), of a document that has events only.
  Result<std::vector<ModelEvent>> read_events_alone(const TimeGrid& grid);

 private:
  // read_model.cc
  void read_root(Fields& root);
  void read_grid(Fields& root);
  void read_rng(Fields& root);
  void read_outputs(Fields& root);
  void read_expected(Fields& root);
  void read_provenance(Fields& root);

  // read_events.cc
  void read_events(Fields& root);
  void read_event(Fields& fields);
  std::optional<std::int64_t> event_bin(const yaml::Value& value, Fields& fields, const char* key);
  // `says`: the message up to the time, "'at' of event 0 is". Problems: not_a_time, out_of_range (a
  // bin below 0), range_needs_start (a date on a grid without a start).
  std::optional<WrittenTime> read_time(const yaml::Value& value, const std::string& says,
                                       const char* forms, Fields& fields, const char* key);

  // read_nodes.cc
  // Each read_ function takes the mapping it reads, adds what it finds to model_ or returns it, and
  // reports through context_.
  void read_nodes(Fields& root);
  void read_node(const yaml::Value& value, const Place& place);
  void read_body(Fields& fields, const std::string& kind, Node& node);
  ConstNode read_const(Fields& fields);
  ConstNode read_imported(Fields& fields, const yaml::Value* values);
  ExprNodeBody read_expr(Fields& fields);
  PmfNode read_pmf(Fields& fields);
  void check_pmf(const PmfNode& node, Fields& pmf, const Fields& owner);
  ServiceWithBufferNode read_queue(Fields& fields);
  RouterNode read_router(Fields& fields);
  Route read_route(const yaml::Value& value, const Place& place, const Title& router);

  // read_schedule.cc
  Rare<DispatchSchedule> read_schedule(Fields& owner);
  void read_period(Fields& fields, DispatchSchedule& schedule);
  void read_dispatch_times(Fields& fields, DispatchSchedule& schedule);
  void open_at(const yaml::Value& item, Fields& fields, DispatchSchedule& schedule);

  // read_traffic.cc
  void read_classes(Fields& root);
  void read_traffic(Fields& root);
  void read_arrival(const yaml::Value& value, const Place& place);
  std::optional<ClassIndex> find_class(const std::string& id, SourcePos where, const Place& place);

  // read_topology.cc
  void read_topology(Fields& root);
  void read_topology_node(const yaml::Value& value, const Place& place);
  std::string read_topology_kind(Fields& fields);
  Rare<Discipline> read_discipline(Fields& fields);
  std::vector<ClassIndex> read_priority(Fields& owner, const yaml::Value& value);
  void read_semantics(Fields& node_fields, TopologyNode& node);
  void read_limits(Fields& fields, TopologyNode& node);
  void read_thresholds(Fields& fields, TopologyNode& node);
  double read_weight(Fields& fields);
  Rare<SeriesRef> read_weight_series(Fields& fields);
  void read_edges(Fields& topology);
  void read_edge(const yaml::Value& value, const Place& place);
  std::optional<TopologyIndex> edge_end(Fields& fields, std::string_view key,
                                        const std::string& text, std::string& port);
  void read_constraints(Fields& topology);
  void decide_kinds();

  // check_references.cc
  // Asked when everything is read. check_depths needs the queue ids, which need all nodes.
  void check_references();
  void collect_generated_ids();
  void check_expressions();
  void check_node_series();
  void check_routes();
  void check_topology_series();
  void check_overflow();
  void check_constraints();
  void check_depths();
  void check_delays();
  void check_level(const TopologyNode& node);
  void check_discipline(const TopologyNode& node);
  void check_traffic();
  void check_outputs();
  void check_lengths();
  // Nothing, and `self`, are fine. `what` names the reference in the message.
  void check_ref(const Rare<SeriesRef>& ref, const Title& what, const Place& place);
  void unknown(const std::string& id, const Title& what, SourcePos where, const Place& place);
  // A problem without a Fields at hand.
  void refuse(std::string code, std::string message, std::string remedy, SourcePos where,
              const Place& place = kDocument);
  // Ids of one kind of thing, which must differ by more than case.
  struct SeenIds {
    HashIndex lower_case;  // positions in `written`, by the hash of the id in lower case
    std::vector<std::string> written;
    void reserve(std::size_t count) {
      lower_case.reserve(count);
      written.reserve(count);
    }
  };
  // `seen` is one of the members below, of the kind of thing that `what` names.
  void distinct(const std::string& id, const char* what, SourcePos where, SeenIds& seen,
                const Place& place);
  // Whether it is a node's or a generated one.
  bool is_known(std::string_view id) const;
  // Whether check_ref() would find nothing to say; it costs no text.
  bool is_fine(const Rare<SeriesRef>& ref) const;

  const yaml::Document& document_;
  const ReadModelOptions& options_;
  Model model_;
  ReadContext context_;
  // Each is filled by distinct().
  SeenIds seen_nodes_, seen_topology_, seen_classes_, seen_edges_, seen_constraints_;
  std::unordered_map<std::string, std::uint32_t> class_by_id_;
  // Ids of what the model has, once all of it is read.
  // Views into model_, for suggestions; filled when the vectors that they point into are complete.
  std::vector<std::string_view> class_ids_, node_ids_, topology_ids_;
  std::vector<SourcePos> output_places_;         // by output
  std::vector<std::string> overflow_targets_;    // by topology node, as written
  std::vector<const yaml::Value*> expr_values_;  // by node: the scalar of its expression
  NameSet generated_;                            // ids that may be read beside those of nodes
  std::vector<std::string_view> known_list_;     // of all that may be read, once a name is missed
};

}  // namespace flowtime::model_detail
