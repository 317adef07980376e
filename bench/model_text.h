// Writing models as text, for the benchmarks.
#pragma once

#include <cstdint>
#include <string>

namespace flowtime::bench {

inline std::string numbered(const char* stem, int i) { return stem + std::to_string(i); }

// The text of a model, item by item.
class ModelText {
 public:
  explicit ModelText(std::int64_t bins, const std::string& before_nodes = "") {
    text_ = "schemaVersion: 1\ngrid: {bins: " + std::to_string(bins) +
            ", binSize: 5, binUnit: minutes, start: '2026-01-01T00:00:00Z'}\n" + before_nodes +
            "nodes:\n";
  }
  void expr(const std::string& id, const std::string& expression) {
    line("{id: " + id + ", kind: expr, expr: \"" + expression + "\"}");
  }
  void line(const std::string& item) { text_ += "  - " + item + "\n"; }
  void topology_node(const std::string& item) { topology_ += "    - {" + item + "}\n"; }
  void edge(const std::string& item) { edges_ += "    - {" + item + "}\n"; }
  void traffic(const std::string& item) { traffic_ += "    - {" + item + "}\n"; }
  void constraint(const std::string& item) { constraints_ += "    - {" + item + "}\n"; }
  std::string finish() const {
    std::string text = text_;
    if (!topology_.empty()) text += "topology:\n  nodes:\n" + topology_;
    if (!edges_.empty()) text += "  edges:\n" + edges_;
    if (!constraints_.empty()) text += "  constraints:\n" + constraints_;
    if (!traffic_.empty()) text += "traffic:\n  arrivals:\n" + traffic_;
    return text;
  }

 private:
  std::string text_, topology_, edges_, constraints_, traffic_;
};

}  // namespace flowtime::bench
