#include "cli/digest_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kMostNodes = 12;  // of the table
constexpr std::size_t kDigestSparkWidth = 60;
constexpr std::array<const char*, 9> kBlocks{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// "12:30", with the date on a grid of more than a day, "bin 7" without a start.
std::string time_text(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  if (!start) return "bin " + std::to_string(bin);
  const std::string utc = format_utc(*start);  // 2026-01-05T12:30:00Z
  const std::string clock = clock_text(*start, grid);
  return grid.total_minutes() <= 1440 ? clock : utc.substr(0, 10) + " " + clock;
}

std::string percent_text(const std::optional<Peak>& ratio) {
  return ratio ? short_number(std::round(ratio->value * 1000) / 10) + " %" : "-";
}

// Minutes; seconds where bins are shorter than a minute.
std::string wait_text(const std::optional<double>& minutes, const TimeGrid& grid) {
  if (!minutes) return "-";
  if (grid.bin_minutes() < 1) return rounded(*minutes * 60) + " s";
  return rounded(*minutes) + " min";
}

std::string findings_cell(const NodeDigest& node) {
  if (node.errors + node.warnings == 0) return "-";
  std::string text = node.errors > 0 ? counted(node.errors, "error") : "";
  if (node.warnings > 0) text += (text.empty() ? "" : ", ") + counted(node.warnings, "warning");
  return text;
}

double queue_of(const NodeDigest& node) { return node.queue ? node.queue->value : -1; }

// The nodes of the table: all, or those whose queues or loads are largest.
std::vector<const NodeDigest*> shown_nodes(const RunDigest& digest) {
  std::vector<const NodeDigest*> nodes;
  for (const NodeDigest& node : digest.nodes) nodes.push_back(&node);
  if (nodes.size() <= kMostNodes) return nodes;
  std::stable_sort(nodes.begin(), nodes.end(), [](const NodeDigest* a, const NodeDigest* b) {
    return queue_of(*a) > queue_of(*b);
  });
  nodes.resize(kMostNodes);
  return nodes;
}

std::string overload_text(const QueueStory& story, const TimeGrid& grid) {
  if (story.overloaded_bins == 0) return "";
  std::string text = " More arrived than it can serve in " + counted(story.overloaded_bins, "bin") +
                     " from " + time_text(grid, story.first_overloaded_bin) + " on";
  if (story.retries) text += ", up to " + rounded(story.retries->value) + " of it per bin retries";
  return text + ".";
}

std::string calm_text(const RunDigest& digest) {
  const NodeDigest* busiest = nullptr;
  for (const NodeDigest& node : digest.nodes) {
    if (!node.utilization) continue;
    if (!busiest || node.utilization->value > busiest->utilization->value) busiest = &node;
  }
  if (busiest == nullptr) return "";
  return "Nothing waited; " + busiest->id + " is busiest with " +
         percent_text(busiest->utilization) + " of its capacity at " +
         time_text(digest.grid, busiest->utilization->bin) + ".\n";
}

}  // namespace

std::string story_text(const RunDigest& digest) {
  if (!digest.story) return calm_text(digest);
  const QueueStory& story = *digest.story;
  std::string text = story.node_id + " fell behind: its queue grew from " +
                     time_text(digest.grid, story.grew_from_bin) + " to " +
                     rounded(story.peak.value) + " items at " +
                     time_text(digest.grid, story.peak.bin);
  text += story.empty_at_bin
              ? " and was empty again at " + time_text(digest.grid, *story.empty_at_bin)
              : " and still holds " + rounded(story.left_at_end) + " at the end";
  return text + "." + overload_text(story, digest.grid) + "\n";
}

std::string node_table(const RunDigest& digest) {
  if (digest.nodes.empty()) return "";
  std::vector<std::vector<std::string>> rows;
  for (const NodeDigest* node : shown_nodes(digest)) {
    const bool queued = node->queue && node->queue->value > 0;
    rows.push_back({node->id, percent_text(node->utilization),
                    node->queue ? rounded(node->queue->value) : "-",
                    queued ? time_text(digest.grid, node->queue->bin) : "-",
                    wait_text(node->p95_wait_minutes, digest.grid), findings_cell(*node)});
  }
  const std::string table = table_text({{"node"},
                                        {"peak load", Align::kRight},
                                        {"peak queue", Align::kRight},
                                        {"at", Align::kRight},
                                        {"p95 wait", Align::kRight},
                                        {"findings"}},
                                       rows);
  const std::size_t hidden = digest.nodes.size() - rows.size();
  return hidden == 0 ? table : table + "... and " + std::to_string(hidden) + " more\n";
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  const std::size_t columns = std::min(width, values.size());
  std::vector<double> largest(columns, 0);
  for (std::size_t t = 0; t < values.size(); ++t) {
    double& column = largest[t * columns / values.size()];
    column = std::max(column, finite_or_zero(values[t]));
  }
  const double most = columns == 0 ? 0 : *std::max_element(largest.begin(), largest.end());
  std::string line;
  for (const double value : largest) {
    const double share = most > 0 ? value / most : 0;
    line += kBlocks[static_cast<std::size_t>(std::ceil(share * 8))];
  }
  return line;
}

std::string sparklines(const RunDigest& digest) {
  if (!digest.story) return "";
  const QueueStory& story = *digest.story;
  const auto most = [](const std::vector<double>& values) {
    double largest = 0;
    for (const double value : values) largest = std::max(largest, finite_or_zero(value));
    return rounded(largest);
  };
  const std::string from = time_text(digest.grid, 0),
                    to = time_text(digest.grid, digest.grid.bins - 1);
  return "arrivals  " + sparkline(story.arrivals, kDigestSparkWidth) + "  up to " +
         most(story.arrivals) + "\nqueue     " + sparkline(story.queue, kDigestSparkWidth) +
         "  up to " + most(story.queue) + "\n" + "          " + story.node_id + ", " + from +
         " to " + to + "\n";
}

}  // namespace flowtime::cli
