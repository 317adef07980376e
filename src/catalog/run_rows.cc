#include "catalog/run_rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "answers/judgement_json.h"
#include "catalog/search_limits.h"

namespace flowtime {
namespace {

// The order of this list is the order of put_row and of the numbers in summary_of.
constexpr const char* kRunColumns =
    "id, file_number, created_ms, created_utc, template_id, template_title, template_narrative, "
    "template_version, mode, input_hash, content_hash, seed, errors, warnings, infos, bins, "
    "bin_size, bin_unit, start_ms, parameters, duration_ms, verdict, kind, harmed, headline, "
    "thumbnail, health_critical, health_warning, tags, note, settings, search";

std::string search_text(const RunInfo& run) {
  std::string text = run.id + "\n" + run.template_id + "\n" + run.template_title + "\n" + run.mode;
  for (const NamedJson& parameter : run.parameters) {
    text += "\n" + parameter.name + "=" + parameter.json;
  }
  for (const std::string& setting : run.settings) text += "\n" + setting;
  for (const std::string& tag : run.labels.tags) text += "\n" + tag;
  text += "\n" + run.labels.note;
  for (const Finding& finding : run.findings) text += "\n" + finding.code;
  if (!run.judgement) return text;
  // A large model may have hundreds; what is ranked first is what people remember.
  constexpr std::size_t kMostSentences = 5;
  const std::vector<RankedFinding>& findings = run.judgement->findings;
  for (std::size_t i = 0; i < std::min(findings.size(), kMostSentences); ++i) {
    text += "\n" + findings[i].text();
  }
  return text;
}

std::string parameters_json(const RunInfo& run) {
  JsonWriter json;
  json.begin_object();
  for (const NamedJson& parameter : run.parameters) json.key(parameter.name).raw(parameter.json);
  return json.end_object().take();
}

std::string texts_json(const std::vector<std::string>& texts) {
  JsonWriter json;
  json.begin_array();
  for (const std::string& text : texts) json.string(text);
  return json.end_array().take();
}

double duration_ms(const RunInfo& run) {
  double sum = 0;
  for (const StageDuration& stage : run.durations) sum += stage.milliseconds;
  return sum;
}

// The values of one row, bound from left to right.
class RowValues {
 public:
  explicit RowValues(SQLite::Statement& row) : row_(row) {}
  template <class Value>
  void add(const Value& value) {
    row_.bind(++at_, value);
  }
  void add_null() { ++at_; }

 private:
  SQLite::Statement& row_;
  int at_ = 0;
};

void add_judgement(RowValues& row, const JudgementSummary& judgement) {
  std::string kind, headline;
  double harmed = 0;
  if (!judgement.findings.empty()) {
    const RankedFinding& first = judgement.findings.front();
    kind = name_of(first.kind);
    harmed = first.harmed;
    JsonWriter json;
    write_finding(json, first);
    headline = json.take();
  }
  JsonWriter thumbnail;
  write_thumbnail(thumbnail, judgement);
  const HealthCounts health = count_health(judgement);
  row.add(static_cast<int>(judgement.verdict));
  row.add(kind);
  row.add(harmed);
  row.add(headline);
  row.add(thumbnail.text());
  row.add(health.critical);
  row.add(health.warning);
}

void add_no_judgement(RowValues& row) {
  row.add(0);
  row.add(std::string());
  row.add(0.0);
  row.add(std::string());
  row.add(std::string());
  row.add(0);
  row.add(0);
}

void add_grid(RowValues& row, const TimeGrid& grid) {
  row.add(std::int64_t{grid.bins});
  row.add(std::int64_t{grid.bin_size});
  row.add(std::string(name_of(grid.bin_unit)));
  if (grid.start_unix_ms) {
    row.add(std::int64_t{*grid.start_unix_ms});
  } else {
    row.add_null();
  }
}

void read_judged(SQLite::Statement& row, RunSummary& run) {
  run.verdict = static_cast<Verdict>(row.getColumn(21).getInt());
  run.kind = row.getColumn(22).getString();
  run.harmed = row.getColumn(23).getDouble();
  run.headline = row.getColumn(24).getString();
  run.thumbnail = row.getColumn(25).getString();
  // Every judgement has a thumbnail.
  run.is_judged = !run.thumbnail.empty();
  run.health = {.critical = row.getColumn(26).getInt64(), .warning = row.getColumn(27).getInt64()};
}

RunSummary summary_of(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  const auto integer = [&](int column) { return row.getColumn(column).getInt64(); };
  RunSummary run;
  run.run_id = text(0);
  run.created_utc = text(3);
  run.template_id = text(4);
  run.template_title = text(5);
  run.template_narrative = text(6);
  run.template_version = text(7);
  run.mode = text(8);
  run.input_hash = text(9);
  run.content_hash = text(10);
  run.seed = integer(11);
  run.findings = {.error = integer(12), .warning = integer(13), .info = integer(14)};
  run.grid.bins = integer(15);
  run.grid.bin_size = integer(16);
  run.grid.bin_unit = parse_bin_unit(text(17)).value_or(BinUnit::kMinutes);
  if (!row.getColumn(18).isNull()) run.grid.start_unix_ms = integer(18);
  run.parameters = text(19);
  run.duration_ms = row.getColumn(20).getDouble();
  read_judged(row, run);
  run.tags = text(28);
  run.note = text(29);
  run.settings = text(30);
  return run;
}

// The words of a search, each as a pattern of LIKE.
std::vector<std::string> patterns(const std::string& search) {
  std::vector<std::string> all;
  std::string word;
  for (const char c : search + " ") {
    if (c != ' ' && c != '\t') {
      // These are wildcards of LIKE; a search takes words as they are.
      if (c == '%' || c == '_' || c == '\\') word += '\\';
      word += c;
    } else if (!word.empty()) {
      all.push_back("%" + std::exchange(word, "") + "%");
    }
  }
  return all;
}

// The WHERE clause of a query with the values it needs.
struct Condition {
  std::string sql = " WHERE 1";
  std::vector<std::string> values;

  void add(const char* more, const std::string& value) {
    sql += more;
    values.push_back(value);
  }
};

// " AND verdict IN (2,3)"; nothing where any will do.
std::string one_of(const std::vector<Verdict>& verdicts) {
  std::string list;
  for (const Verdict verdict : verdicts) {
    list += (list.empty() ? "" : ",") + std::to_string(static_cast<int>(verdict));
  }
  return list.empty() ? "" : " AND verdict IN (" + list + ")";
}
std::string one_of(const std::vector<FindingKind>& kinds) {
  std::string list;
  for (const FindingKind kind : kinds) {
    // Names of an enumeration, so nothing of a client's text becomes SQL.
    list += (list.empty() ? "'" : ",'") + std::string(name_of(kind)) + "'";
  }
  return list.empty() ? "" : " AND kind IN (" + list + ")";
}

Condition condition_of(const RunQuery& query) {
  Condition condition;
  if (!query.mode.empty()) condition.add(" AND mode = ?", query.mode);
  if (!query.template_id.empty()) condition.add(" AND template_id = ?", query.template_id);
  if (!query.choice.content_hash.empty())
    condition.add(" AND content_hash = ?", query.choice.content_hash);
  if (!query.tag.empty()) {
    condition.add(" AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", query.tag);
  }
  if (query.has_warnings) {
    condition.sql +=
        *query.has_warnings ? " AND errors + warnings > 0" : " AND errors + warnings = 0";
  }
  condition.sql += one_of(query.choice.verdicts) + one_of(query.choice.kinds);
  for (const std::string& pattern : patterns(query.search)) {
    condition.add(" AND search LIKE ? ESCAPE '\\'", pattern);
  }
  return condition;
}

const char* order_of(RunOrder order) {
  switch (order) {
    case RunOrder::kCreated: return " ORDER BY created_ms DESC, id";
    case RunOrder::kHarmed: return " ORDER BY harmed DESC, created_ms DESC, id";
    case RunOrder::kVerdict: return " ORDER BY verdict DESC, harmed DESC, created_ms DESC, id";
  }
  return "";
}

int bind_all(SQLite::Statement& statement, const std::vector<std::string>& values) {
  int at = 0;
  for (const std::string& value : values) statement.bind(++at, value);
  return at;
}

}  // namespace

std::string RunSummary::headline_text() const {
  JsonReader json(headline);
  return read_finding(json).text();
}

void put_row(SQLite::Database& connection, const RunInfo& run, std::int64_t file_number) {
  SQLite::Statement statement(
      connection, std::string("INSERT OR REPLACE INTO runs (") + kRunColumns +
                      ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  RowValues row(statement);
  row.add(run.id);
  row.add(file_number);
  row.add(parse_utc(run.created_utc).value_or(0));
  for (const std::string* text :
       {&run.created_utc, &run.template_id, &run.template_title, &run.template_narrative,
        &run.template_version, &run.mode, &run.input_hash, &run.content_hash}) {
    row.add(*text);
  }
  row.add(run.seed.value_or(0));
  row.add(run.finding_counts.error);
  row.add(run.finding_counts.warning);
  row.add(run.finding_counts.info);
  add_grid(row, run.grid);
  row.add(parameters_json(run));
  row.add(duration_ms(run));
  run.judgement ? add_judgement(row, *run.judgement) : add_no_judgement(row);
  row.add(texts_json(run.labels.tags));
  row.add(run.labels.note);
  row.add(texts_json(run.settings));
  row.add(search_text(run));
  statement.exec();
}

void run_rows_changed(SQLite::Database& connection) {
  connection.exec("UPDATE facts SET value = value + 1 WHERE name = 'revision'");
}

// The revision is read first: when somebody changes the catalog in between, the page is newer than
// its revision says, and is asked for again.
Result<RunPage> read_page(SQLite::Database& connection, const RunQuery& query) {
  if (patterns(query.search).size() > kMaxSearchWords) {
    return Problem{
        .code = "invalid_query",
        .message = "The search has more than " + std::to_string(kMaxSearchWords) + " words.",
        .remedy = "Search for fewer words; every run has to have all of them."};
  }
  const Condition condition = condition_of(query);
  RunPage page{.items = {}, .total_count = 0, .page = query.page, .page_size = query.page_size};
  page.revision =
      connection.execAndGet("SELECT value FROM facts WHERE name = 'revision'").getInt64();
  SQLite::Statement total(connection, "SELECT count(*) FROM runs" + condition.sql);
  bind_all(total, condition.values);
  total.executeStep();
  page.total_count = total.getColumn(0).getInt64();
  SQLite::Statement row(connection, std::string("SELECT ") + kRunColumns + " FROM runs" +
                                        condition.sql + order_of(query.order) +
                                        " LIMIT ? OFFSET ?");
  const int at = bind_all(row, condition.values);
  row.bind(at + 1, query.page_size);
  row.bind(at + 2, (query.page - 1) * query.page_size);
  while (row.executeStep()) page.items.push_back(summary_of(row));
  return page;
}

}  // namespace flowtime
