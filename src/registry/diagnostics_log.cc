#include "registry/diagnostics_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "run/stored_file.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::string>;

constexpr std::size_t kMaxName = 64;
// What stands in every file, before whatever else a client tells.
const Cells kFirstColumns = {"timestampUtc",    "source",           "runId",
                             "buildHash",       "payloadSignature", "mode",
                             "operationalOnly", "canvasWidth",      "canvasHeight"};

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= kMaxName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '_' || c == '.';
         });
}

Problem invalid(const std::string& message) {
  return {.code = "invalid_diagnostics",
          .message = message,
          .remedy = "Send a flat object of at most 128 figures, named with letters and digits."};
}

Result<Done> check_names(const DiagnosticsRow& row) {
  if (row.size() > kDiagnosticsColumns) return invalid("the object has too many figures");
  for (const auto& [name, value] : row) {
    if (!is_name(name))
      return invalid("'" + name.substr(0, kMaxName) + "' is not the name of a figure");
  }
  return Done{};
}

const std::string* find(const DiagnosticsRow& row, const std::string& name) {
  for (const auto& [known, value] : row) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    // One row is one line, whatever a client sends: lines_of() splits at line ends.
    out += c == '\r' || c == '\n' ? ' ' : c;
  }
  return out + '"';
}

std::string line_of(const Cells& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + quoted(cells[i]);
  return line + "\n";
}

Cells cells_of(std::string_view line) {
  Cells cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && inside && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[i++];
    } else if (line[i] == '"') {
      inside = !inside;
    } else if (line[i] == ',' && !inside) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::vector<Cells> lines_of(const std::string& text) {
  std::vector<Cells> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(cells_of(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return lines;
}

Result<std::vector<Cells>> read_table(Env& env, const std::string& path) {
  const auto text = read_stored_file(env, path);
  if (!text && !failed_with(text.problems(), io_codes::kNotFound)) return text.problems();
  std::vector<Cells> lines = text ? lines_of(*text) : std::vector<Cells>();
  if (lines.empty()) lines.push_back(kFirstColumns);
  return lines;
}

Result<Done> add_row(std::vector<Cells>& table, const DiagnosticsRow& row) {
  Cells& header = table.front();
  for (const auto& [name, value] : row) {
    if (std::find(header.begin(), header.end(), name) == header.end()) header.push_back(name);
  }
  // Else a client that invents names would widen every row for ever.
  if (header.size() > kDiagnosticsColumns) return invalid("the file would have too many columns");
  Cells cells;
  for (const std::string& name : header) {
    const std::string* value = find(row, name);
    cells.push_back(value ? *value : "");
  }
  table.push_back(std::move(cells));
  return Done{};
}

std::string csv_text(std::vector<Cells>& table, std::size_t rows) {
  const std::size_t width = table.front().size();
  // The header is row 0 and always stays.
  const std::size_t first = table.size() - 1 > rows ? table.size() - rows : 1;
  std::string text = line_of(table.front());
  for (std::size_t i = first; i < table.size(); ++i) {
    table[i].resize(width);
    text += line_of(table[i]);
  }
  return text;
}

std::string cell_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? "" : value.dump();
}

void add_members(DiagnosticsRow& row, const Json& object, const std::string& before) {
  for (const auto& [name, value] : object.items()) {
    std::string full = before + name;
    if (!before.empty() && !name.empty() && name[0] >= 'a' && name[0] <= 'z') {
      full[before.size()] = static_cast<char>(name[0] - 'a' + 'A');
    }
    // One level: what is deeper becomes the text of a cell.
    if (value.is_object() && before.empty()) {
      add_members(row, value, full);
    } else if (!find(row, full)) {
      row.emplace_back(full, cell_text(value));
    }
  }
}

}  // namespace

Result<std::string> append_diagnostics(Env& env, DiagnosticsRow row, std::size_t rows) {
  FT_RETURN_IF_PROBLEM(check_names(row));
  if (!find(row, "source")) row.emplace_back("source", "manual");
  if (!find(row, "timestampUtc"))
    row.emplace_back("timestampUtc", format_moment(env.now_unix_ms()));
  const bool canvas = find(row, "source")->find("canvas") != std::string::npos;
  const std::string path =
      std::string("diagnostics/") + (canvas ? "canvas" : "hover") + "-diagnostics.csv";
  // Read, changed and written under one lock, else two clients would lose a row.
  FT_TRY(const auto lock, lock_stored(env, path));
  FT_TRY(std::vector<Cells> table, read_table(env, path));
  FT_RETURN_IF_PROBLEM(add_row(table, row));
  FT_RETURN_IF_PROBLEM(store_file(env, path, csv_text(table, rows), StoreRule::kReplace));
  return path;
}

Result<DiagnosticsRow> diagnostics_from_json(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return Problem{.code = "invalid_json",
                   .message = "the body is not a JSON object",
                   .remedy = "Send a flat object of figures."};
  }
  DiagnosticsRow row;
  add_members(row, json, "");
  return row;
}

}  // namespace flowtime
