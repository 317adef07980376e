// Checks that the model alone decides: the finding is known before the first tile.
#pragma once

#include <string>
#include <vector>

#include "checks/fold.h"

namespace flowtime::checks {

// Which node the finding names, what it says of it, and which edges belong to it.
struct Notice {
  const std::string* id = nullptr;
  const char* what = "";
  std::vector<std::string> edge_ids{};
};

// Findings read "<id> <before><what><after>".

class NoticeFold : public Fold {
 public:
  NoticeFold(std::vector<Notice> notices, const char* before, const char* after = "")
      : notices_(std::move(notices)), before_(before), after_(after) {}
  void accept(const SeriesTile&) override {}
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const Notice& notice : notices_) {
      findings.push_back(
          finding_about(blank, *notice.id, *notice.id + " " + before_ + notice.what + after_));
      findings.back().edge_ids = notice.edge_ids;
    }
  }

 private:
  std::vector<Notice> notices_;
  const char* before_;
  const char* after_;
};

}  // namespace flowtime::checks
