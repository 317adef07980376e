// The overlay: what chance adds to a fluid queue, bin by bin. docs/semantics.md, "Derived facts".
//
//   S   service time of an item: sum of processing times / items, where it is declared
//   c   servers: parallelism, else max(1, round(C x S / bin width)); unknown without both
//   S'  service time of one of c servers that together do C items in a bin: c x bin width / C, and
//       never shorter than S
//   u   load of the bin as offered: (work + growth of the queue) x S' / (c x bin width), which is
//       the load of a node in which nothing waits
//
// Each figure is the mean over the bins in which nothing waits and 0 < u < 1, weighted by u.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/each_bin.h"
#include "metrics/queueing.h"

namespace flowtime {

// Whether the figures can be trusted for what was observed.
enum class OverlayValidity : std::uint8_t {
  kValid,
  kNoServiceTime,  // neither a capacity nor service times with servers are known
  kNoServers,      // how many servers share the capacity is not known
  kNoArrivals,
  kOverloaded,  // mean u >= 1: there is no steady state
  kFluidWaits,  // the fluid queue itself holds items
  kNotSteady,   // the load moves: W(mean u) differs from the figure by more than 25 %
  kNotSettled,  // the window is too short for the queue to reach its mean: "at most"
};
const char* name_of(OverlayValidity validity);
// One sentence: what the badge means for the figures.
const char* meaning_of(OverlayValidity validity);

// One value per bin of a window; series that do not exist are empty.
// The spans outlive the call of overlay_of.
struct OverlayInput {
  SeriesIn work{};         // items worked on; absent where the schedule closes the bin
  SeriesIn capacity{};     // C, of all servers together
  SeriesIn parallelism{};  // servers
  SeriesIn depth{};        // at the end of the bin, dust taken away
  double depth_before = 0;
  double service_time_ms = kAbsent;  // S
  double bin_ms = 0;
  double cv_arrivals = 1, cv_service = 1;
  std::optional<double> within_ms{};  // asks for P(W <= t)
};

// Absent figures do not apply: mg1 and Kingman need one server, the mean load a load below 1.
struct Overlay {
  OverlayValidity validity = OverlayValidity::kNoServiceTime;
  bool at_most = false;  // not settled: the figures are upper bounds
  Station station;       // of the means of the window; its utilization is the mean of u
  bool has_servers = false;
  double load = kAbsent;                // mean of u
  double waits_probability = kAbsent;   // Erlang C
  double within_probability = kAbsent;  // P(W <= t)
  double erlang_c_ms = kAbsent, mg1_ms = kAbsent, kingman_ms = kAbsent, allen_cunneen_ms = kAbsent;
  double at_mean_load_ms = kAbsent;  // W(mean u), Allen-Cunneen
};
// The figures are there for every validity that allows them; `validity` says whether to show them.
Overlay overlay_of(const OverlayInput& in);

}  // namespace flowtime
