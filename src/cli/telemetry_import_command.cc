// A file is read as it is; a Prometheus server is asked range by range and its answers become one
// stream of OpenMetrics text. Either is a ByteSource, so the importer knows no difference.
#include <filesystem>
#include <optional>

#include "base/number_text.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/http_client.h"
#include "cli/progress_bar.h"
#include "telemetry/import_settings.h"
#include "telemetry/import_store.h"
#include "terminal/interrupt.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr const char* kZones = "/usr/share/zoneinfo";
constexpr std::int64_t kMostPoints = 10'000;  // of one series in one answer of Prometheus

Problem import_usage(const std::string& message) {
  return {.code = "usage",
          .message = message,
          .remedy = "Run 'flowtime telemetry import --help' for more."};
}

std::string encoded(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string safe;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    safe += plain ? std::string(1, c) : std::string{'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return safe;
}

// What to ask a Prometheus server for.
struct RangeQuery {
  std::string server, query;
  std::int64_t from_ms = 0, to_ms = 0, step_ms = 60'000;
};

Result<RangeQuery> range_query(const Arguments& arguments) {
  RangeQuery wanted{.server = arguments.get("FILE"), .query = arguments.get("--query")};
  const auto from = parse_utc(arguments.get("--from")), to = parse_utc(arguments.get("--to"));
  const auto step = parse_duration_ms(arguments.get("--step", "1m"));
  if (wanted.query.empty() || !from || !to || !step || *from >= *to) {
    return import_usage(
        "a Prometheus server needs '--query', '--from' before '--to', and a '--step' such as 1m");
  }
  wanted.from_ms = *from;
  wanted.to_ms = *to;
  wanted.step_ms = *step;
  return wanted;
}

std::string seconds_text(std::int64_t ms) { return format_number(static_cast<double>(ms) / 1000); }

// The series of one answer after another, as OpenMetrics text that reads on as one import.
// Prometheus refuses more than 11,000 points per series, so a long range takes several requests;
// they do not overlap, as each begins one step after the end of the last.
class PrometheusSource : public ByteSource {
 public:
  PrometheusSource(ServerAddress server, RangeQuery wanted)
      : server_(std::move(server)), wanted_(std::move(wanted)), at_(wanted_.from_ms) {}

  Result<std::string_view> next() override {
    if (at_ > wanted_.to_ms) return std::string_view();
    const std::int64_t end = std::min(wanted_.to_ms, at_ + (kMostPoints - 1) * wanted_.step_ms);
    HttpRequest request;
    request.path = "/api/v1/query_range?query=" + encoded(wanted_.query) +
                   "&start=" + seconds_text(at_) + "&end=" + seconds_text(end) +
                   "&step=" + seconds_text(wanted_.step_ms);
    FT_TRY(const HttpAnswer answer, ask(server_, request, ""));
    at_ = end + wanted_.step_ms;
    FT_TRY(piece_, range_as_metrics(answer.body, wanted_.server));
    // An empty piece would mean the end of the stream: ranges without data are passed over.
    if (piece_.empty()) return next();
    return std::string_view(piece_);
  }

 private:
  ServerAddress server_;
  RangeQuery wanted_;
  std::int64_t at_;
  std::string piece_;
};

// What is read, and how much there is of it; 0 where that is not known.
struct Measured {
  std::unique_ptr<ByteSource> source;
  std::uint64_t bytes = 0;
};

Result<Measured> source_of(const Arguments& arguments) {
  const std::string name = arguments.get("FILE");
  if (name.starts_with("http://")) {
    FT_TRY(RangeQuery wanted, range_query(arguments));
    FT_TRY(ServerAddress server, parse_server_url(name));
    return Measured{std::make_unique<PrometheusSource>(std::move(server), std::move(wanted))};
  }
  std::error_code ignored;
  const auto path = std::filesystem::absolute(name, ignored).lexically_normal();
  const auto folder = posix_env(path.parent_path().string());
  const auto info = folder->info(path.filename().string());
  if (info && info->kind == FileKind::kDirectory) {
    return Problem{.code = "io_not_readable",
                   .message = "'" + name + "' is a directory",
                   .remedy = "Name a file.",
                   .file = name};
  }
  auto file = folder->open_file(path.filename().string(), OpenMode::kRead);
  if (!file) return in_file(file.problems(), name);
  return Measured{file_source(std::move(*file)), info ? info->bytes : 0};
}

void write_import_text(const StoredImport& stored, const std::string& file, Console& console) {
  const AlignedSeries& aligned = stored.result.aligned;
  const ImportReport& report = aligned.report;
  console.out("Import " + stored.id + (stored.was_reused ? ", which was there already" : "") +
              ": " + counted(report.samples, "sample") + " of " + file + "\n");
  console.out("  grid      " + counted(aligned.grid.bins, "bin") + " of " +
              std::to_string(aligned.grid.bin_size) + " " + name_of(aligned.grid.bin_unit) +
              " from " + format_utc(*aligned.grid.start_unix_ms) + "\n");
  for (const auto& [name, value] : stored.result.reading) {
    if (!value.empty())
      console.out("  " + name + std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') + value +
                  "\n");
  }
  for (const ImportColumn& column : aligned.columns) {
    console.out("  column    " + column.name + " (" + name_of(column.kind) +
                (column.unit.empty() ? "" : ", " + column.unit) +
                "): " + format_number(column.before) + " before, " + format_number(column.after) +
                " in the bins\n");
  }
  console.out("  quality   " + counted(report.gap_count, "gap") + " (" +
              counted(report.missing_bins, "bin") + "), " +
              counted(report.duplicates, "duplicate") + ", " + std::to_string(report.off_grid) +
              " off the grid, " + counted(report.resets, "reset") + ", " +
              counted(report.clock_steps, "step") + " back in time\n");
  for (const ImportGap& gap : report.gaps) {
    console.out("    gap     " + gap.column + " from " + format_utc(gap.from_unix_ms) + " to " +
                format_utc(gap.to_unix_ms) + ", " + counted(gap.bins, "bin") + "\n");
    if (&gap == &report.gaps[std::min<std::size_t>(report.gaps.size(), 20) - 1]) break;
  }
  if (!aligned.columns.empty()) {
    console.out("Use it: source: 'import:" + stored.id + "#" + aligned.columns.front().name +
                "' in a const node, or --set ID=@import:" + stored.id + "\n");
  }
}

int import_file(const Arguments& arguments, Console& console) {
  const auto options =
      import_options_of([&](const ImportSetting& setting) { return arguments.all(setting.option); },
                        [](const ImportSetting& setting) { return std::string(setting.option); });
  if (!options) return refuse(options.problems(), console);
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  auto source = source_of(arguments);
  if (!source) return refuse(source.problems(), console);
  // Zone files of the system, for times that are written without an offset.
  const auto zones = posix_env(kZones);
  ImportRequest request{.file = arguments.get("FILE"),
                        .id = arguments.get("--id"),
                        .overwrite = arguments.has("--overwrite"),
                        .options = *options};
  if (request.file.starts_with("http://")) request.options.format = ImportFormat::kOpenMetrics;
  constexpr std::uint64_t kMegabyte = 1'000'000;
  ProgressBar bar(console, "MB");
  const auto stored =
      store_import(*root->env, *source->source, request, zones.get(), [&](std::uint64_t bytes) {
        bar.show(static_cast<std::int64_t>(bytes / kMegabyte),
                 static_cast<std::int64_t>((source->bytes + kMegabyte / 2) / kMegabyte));
        return !interrupted();
      });
  bar.clear();
  if (!stored) return refuse(stored.problems(), console, request.file);
  if (arguments.has("--json"))
    console.out(stored->json);
  else
    write_import_text(*stored, request.file, console);
  return kDone;
}

std::vector<Option> import_command_options() {
  std::vector<Option> options{
      {.name = "--id",
       .value = "ID",
       .help = "the id of the import; else derived from its content"},
      {.name = "--overwrite", .value = "", .help = "replace an import of this id"},
      {.name = "--json", .value = "", .help = "the report as JSON"}};
  for (const ImportSetting& setting : import_settings()) {
    options.push_back({.name = setting.option,
                       .value = setting.value,
                       .help = setting.help,
                       .repeats = setting.repeats});
  }
  options.push_back(
      {.name = "--query", .value = "PROMQL", .help = "what to ask a Prometheus server"});
  options.push_back({.name = "--from", .value = "TIME", .help = "the first instant of the query"});
  options.push_back({.name = "--to", .value = "TIME", .help = "the last one"});
  options.push_back(
      {.name = "--step", .value = "WIDTH", .help = "between samples: 1m (default), 5s"});
  options.push_back(data_dir_option());
  return options;
}

}  // namespace

Command telemetry_import_command() {
  return {
      .name = "telemetry import",
      .summary = "bring in measured data, align it to bins and report its quality",
      .positionals = {{.name = "FILE",
                       .help = "CSV, Prometheus range JSON, OpenMetrics or JSON lines;\n"
                               "or the URL of a Prometheus server, http://host:9090",
                       .takes_file = true}},
      .options = import_command_options(),
      .notes =
          "Delimiter, header, numbers, times and columns are detected and shown; each can be\n"
          "given instead. Flows are summed into bins, so that totals are kept. What is missing\n"
          "stays absent unless --fill says otherwise. docs/telemetry.md has more.",
      .examples = {"flowtime telemetry import requests.csv --json",
                   "flowtime telemetry import cpu.csv --kind mean --timezone Europe/Berlin",
                   "flowtime telemetry import http://localhost:9090 --query "
                   "'rate(http_requests_total[1m])' "
                   "--from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z"},
      .run = import_file};
}

}  // namespace flowtime::cli
