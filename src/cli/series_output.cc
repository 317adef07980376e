// The table is written in blocks: as many columns as the console is wide, each block with the axis
// of bins again. Cells are made column by column, since a column decides its own width.
#include "cli/series_output.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "answers/answer_json.h"
#include "base/number_text.h"
#include "cli/expectation_text.h"
#include "pipeline/run_evaluation.h"
#include "run/json_parts.h"
#include "series/absent.h"
#include "series/shown.h"
#include "terminal/table.h"
#include "text/json_writer.h"

namespace flowtime::cli {
namespace {

constexpr std::int64_t kShownBins = 48;   // of a table; more are cut in the middle
constexpr std::size_t kSeverityEnd = 11;  // column at which the sentence of a finding begins
constexpr std::size_t kGap = 2;           // between columns

std::string start_text(const TimeGrid& grid, std::int64_t bin) {
  return format_utc(*grid.bin_start_unix_ms(bin));
}

std::vector<std::int64_t> shown_bins(std::int64_t bins) {
  std::vector<std::int64_t> shown;
  for (std::int64_t bin = 0; bin < bins; ++bin) {
    const bool cut = bins > kShownBins && bin >= kShownBins / 2 && bin < bins - kShownBins / 2;
    if (!cut) shown.push_back(bin);
  }
  return shown;
}

using Cells = std::vector<std::string>;

// One column of the table, its title first.
Cells column_cells(const ShownSeries& shown, std::uint32_t at,
                   const std::vector<std::int64_t>& bins) {
  Cells cells{shown.series[shown.selected[at]].id};
  const std::span<const double> values = shown.values[{at}];
  for (const std::int64_t bin : bins) {
    cells.push_back(short_number(values[static_cast<std::size_t>(bin)]));
  }
  return cells;
}

std::vector<Cells> axis_cells(const TimeGrid& grid, const std::vector<std::int64_t>& bins) {
  std::vector<Cells> axis{{"bin"}};
  for (const std::int64_t bin : bins) axis[0].push_back(std::to_string(bin));
  if (!grid.start_unix_ms) return axis;
  axis.push_back({"start"});
  for (const std::int64_t bin : bins) axis[1].push_back(start_text(grid, bin));
  return axis;
}

std::size_t width_of(const Cells& cells) {
  std::size_t width = 0;
  for (const std::string& cell : cells) width = std::max(width, character_count(cell));
  return width + kGap;
}

void write_block(const std::vector<Cells>& block, std::int64_t left_out, Console& console) {
  std::vector<Column> columns;
  for (const Cells& cells : block) columns.push_back({cells.front(), Align::kRight});
  std::vector<Cells> rows;
  for (std::size_t r = 1; r < block.front().size(); ++r) {
    Cells row;
    for (const Cells& cells : block) row.push_back(cells[r]);
    rows.push_back(std::move(row));
    if (left_out > 0 && r == static_cast<std::size_t>(kShownBins / 2)) {
      rows.push_back(Cells(block.size(), "..."));
    }
  }
  console.out(table_text(columns, rows));
}

std::string finding_line(const Finding& finding, const std::vector<std::string>& also) {
  std::string line = "  " + std::string(name_of(finding.severity));
  line.append(line.size() < kSeverityEnd ? kSeverityEnd - line.size() : 1, ' ');
  std::string said = sentence_of(finding);
  if (said.ends_with('.')) said.pop_back();
  if (!also.empty()) said += "; also " + shown_list(also);
  return line + said + ". [" + finding.code + "]\n";
}

// Notes by code: the nodes beside the first that a note says the same of.
using NotedNodes = std::unordered_map<std::string_view, std::vector<std::string>>;  // lookups only

NotedNodes noted_nodes(const std::vector<Finding>& findings) {
  NotedNodes nodes;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kInfo) continue;
    const auto [entry, is_first] = nodes.try_emplace(finding.code);
    if (!is_first) entry->second.push_back(finding.node_id);
  }
  return nodes;
}

}  // namespace

void write_table(const ShownSeries& shown, Console& console) {
  const std::vector<std::int64_t> bins = shown_bins(shown.grid.bins);
  const std::int64_t left_out = shown.grid.bins - static_cast<std::int64_t>(bins.size());
  const std::vector<Cells> axis = axis_cells(shown.grid, bins);
  std::size_t axis_width = 0;
  for (const Cells& cells : axis) axis_width += width_of(cells);
  std::vector<Cells> block = axis;
  std::size_t width = axis_width;
  for (std::uint32_t at = 0; at < shown.selected.size(); ++at) {
    Cells cells = column_cells(shown, at, bins);
    // At least one column per block, however wide it is.
    if (block.size() > axis.size() &&
        width + width_of(cells) > static_cast<std::size_t>(console.width()) + kGap) {
      write_block(block, left_out, console);
      console.out("\n");
      block = axis;
      width = axis_width;
    }
    width += width_of(cells);
    block.push_back(std::move(cells));
  }
  write_block(block, left_out, console);
  if (left_out > 0) {
    console.out("\n" + counted(left_out, "bin") + " left out; --format csv prints all of them.\n");
  }
  const std::string found = findings_text(shown.findings);
  if (!found.empty()) console.out("\n" + found);
  const std::string expected = expectations_text(shown.expectations);
  if (!expected.empty()) console.out("\n" + expected);
}

void write_csv(const ShownSeries& shown, Console& console) {
  const bool dated = shown.grid.start_unix_ms.has_value();
  std::string line = dated ? "bin,start" : "bin";
  for (const SeriesIndex index : shown.selected) line += "," + shown.series[index].id;
  console.out(line + "\n");
  for (std::int64_t bin = 0; bin < shown.grid.bins; ++bin) {
    line = std::to_string(bin);
    if (dated) line += "," + start_text(shown.grid, bin);
    for (std::uint32_t at = 0; at < shown.selected.size(); ++at) {
      const double value = shown.values[{at}][static_cast<std::size_t>(bin)];
      line += ',';
      // The shortest digits that read back to the same number: the CSV loses nothing.
      if (!is_absent(value)) append_number(line, value);
    }
    console.out(line + "\n");
  }
  // On standard error: the CSV stays a CSV.
  console.err(expectations_text(shown.expectations));
}

void write_json(const ShownSeries& shown, Console& console) {
  JsonWriter json;
  json.begin_object();
  grid_member(json, shown.grid);
  json.key("series").begin_object();
  for (std::uint32_t at = 0; at < shown.selected.size(); ++at) {
    json.key(shown.series[shown.selected[at]].id).begin_array();
    for (const double value : shown.values[{at}]) json.number(value);
    json.end_array();
  }
  json.end_object();
  finding_list(json, shown.findings);
  expectations_member(json, shown.expectations);
  json.end_object();
  console.out(json.take() + "\n");
}

std::string findings_text(const std::vector<Finding>& findings, Severity least) {
  if (findings.empty()) return "";
  const FindingCounts counts = count_findings(findings);
  std::string text = "Findings: " + counted(counts.error, "error") + ", " +
                     counted(counts.warning, "warning") + ", " + counted(counts.info, "note") +
                     "\n";
  NotedNodes noted = noted_nodes(findings);
  for (const Finding& finding : findings) {
    if (finding.severity < least) continue;
    if (finding.severity != Severity::kInfo) {
      text += finding_line(finding, {});
      // extract takes the entry out, so the second note of a code finds none and is not written
      // again.
    } else if (auto also = noted.extract(finding.code)) {
      text += finding_line(finding, also.mapped());
    }
  }
  return text;
}

}  // namespace flowtime::cli
