// The card of a run or of a comparison: one picture of 1,200 x 630 to be passed on. What it says is
// what the run, its suggestions and the comparison say; nothing is judged here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "host/run_host.h"
#include "picture/picture.h"
#include "state/stored_run.h"

namespace flowtime {

inline constexpr int kCardWidth = 1200, kCardHeight = 630;

// The smallest change after which nothing waits too long.
// Read from the answer of suggestions, so that card and answer say the same.
// `load` is a ratio per bin, `wait_minutes` per bin.
struct CardFix {
  std::string parameter;  // of the template, else of the model
  std::string title;      // of the parameter
  double from = 0, to = 0;
  std::string effect;  // one sentence
  // The node of the card with the change made; empty: not known.
  std::vector<double> load{}, wait_minutes{};
};
// The member `next` of the answer to GET /v1/runs/{runId}/suggest; nothing where it is null.
std::optional<CardFix> next_fix(const std::string& suggestions_json);
// Likewise for a stored run, with its curves. What is not kept is searched for and evaluated;
// nothing where that fails or the client has gone: a card without it is still the run's.
std::optional<CardFix> card_fix(const RunHost& host, const StoredRun& run);

// What a card is called where it cannot be seen.
// The whole headline, which is also the alternative text of the picture.
std::string card_title(const StoredRun& run);
// A run without a judgement gets a card that says so.
// A finding is never cut off: it is set in the largest of three sizes in which it fits.
Picture run_card(const StoredRun& run, const std::optional<CardFix>& fix);
// Both icebergs have one scale: full load and the promise are at the same height.
Picture comparison_card(const StoredRun& before, const StoredRun& after,
                        const Comparison& comparison);

}  // namespace flowtime
