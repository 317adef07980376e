// Checks that the model alone decides: the finding is known before the first tile.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "checks/fold.h"
#include "series/shown.h"

namespace flowtime::checks {

// Which node the finding names, what it says of it, and which edges belong to it.
// `id` refers into the model, `what` to a literal.
struct Notice {
  const std::string* id = nullptr;
  const char* what = "";
  std::vector<std::string> edge_ids{};
};

// Findings read "'<id>' <before><what><after>". A note that says the same of several nodes is one
// finding: a model of thousands of nodes without a figure lacks it everywhere.
// Its findings have neither bins nor a figure.
// Example: before "lacks ", what "arrivals", after ", a series it cannot do without".
class NoticeFold : public Fold {
 public:
  NoticeFold(std::vector<Notice> notices, const char* before, const char* after = "")
      : notices_(std::move(notices)), before_(before), after_(after) {}
  void accept(const SeriesTile&) override {}
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    if (blank.severity == Severity::kInfo && is_alike()) return report_once(blank, findings);
    for (const Notice& notice : notices_) {
      findings.push_back(
          finding_about(blank, *notice.id, std::string(before_) + notice.what + after_));
      findings.back().edge_ids = notice.edge_ids;
    }
  }

 private:
  // Edges are named one by one, so notices with edges are never taken together.
  bool is_alike() const {
    return notices_.size() > 1 &&
           std::all_of(notices_.begin(), notices_.end(), [&](const Notice& notice) {
             return std::string_view(notice.what) == notices_[0].what && notice.edge_ids.empty();
           });
  }
  // The finding is about the first node in the order of the topology; node_ids has all of them.
  void report_once(const Finding& blank, std::vector<Finding>& findings) const {
    std::vector<std::string> ids;
    for (const Notice& notice : notices_) ids.push_back(*notice.id);
    std::vector<std::string> others;
    for (std::size_t i = 1; i < ids.size(); ++i) others.push_back("'" + ids[i] + "'");
    findings.push_back(finding_about(
        blank, ids[0],
        std::string(before_) + notices_[0].what + after_ + "; also " + shown_list(others)));
    findings.back().node_ids = std::move(ids);
  }

  std::vector<Notice> notices_;
  const char* before_;
  const char* after_;
};

}  // namespace flowtime::checks
