// What people ask of the overlay, as they write it.
#pragma once

#include <string>

#include "base/result.h"
#include "state/flow_facts.h"

namespace flowtime {

// As the query string and the command line have them.
struct OverlayWords {
  std::string within{};  // "2.5" (minutes), "15s", "3min", "2h"; empty: not asked
  std::string cv_arrivals{}, cv_service{};  // numbers of at least 0; empty: 1
};

// Puts them into the request. Problems: bad_wait, bad_variation.
Result<Done> read_overlay(const OverlayWords& words, FlowFactsRequest& request);

}  // namespace flowtime
