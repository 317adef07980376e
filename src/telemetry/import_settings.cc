#include "telemetry/import_settings.h"

#include "base/number_text.h"

namespace flowtime {
namespace {

const std::vector<ImportSetting> kSettings{
    {"--format", "format", "FORMAT", "csv, prometheus, openmetrics or jsonl; else found out"},
    {"--delimiter", "delimiter", "CHAR", "between fields: a character, or tab"},
    {"--decimal", "decimal", "CHAR", "of numbers: . or ,"},
    {"--thousands", "thousands", "CHAR", "between groups of digits: , . ' space or none"},
    {"--header", "header", "YESNO", "whether the first row has names: yes or no"},
    {"--time-column", "timeColumn", "COLUMN", "by name, or by number from 1"},
    {"--time-format", "timeFormat", "FORM",
     "iso, epoch, dmy (31.12.2026), mdy (12/31/2026), named (Dec 31 2026) or year"},
    {"--timezone", "timezone", "ZONE",
     "of times without an offset: Europe/Berlin, +02:00; else UTC"},
    {"--value-column", "valueColumn", "COLUMN", "a column to import; else all that are numbers",
     true},
    {"--name-column", "nameColumn", "COLUMN", "of a long table: what tells its series apart"},
    {"--kind", "kind", "KIND",
     "flow (summed), mean, last, max, or counter; COLUMN=KIND for one column", true},
    {"--unit", "unit", "UNIT", "of the values; kept, shown, not converted"},
    {"--bin", "bin", "WIDTH", "of the bins: 5m, 1h, 30s; else the usual distance of samples"},
    {"--start", "start", "TIME", "of the first bin; else that of the first sample"},
    {"--bins", "bins", "N", "how many; else up to the last sample"},
    {"--fill", "fill", "HOW", "of bins without a sample: none, zero, hold or linear"}};

class Settings {
 public:
  Settings(const GivenSettings& given, const SettingName& called)
      : given_(given), called_(called) {}

  Result<ImportOptions> read() {
    for (const ImportSetting& setting : kSettings) {
      for (const std::string& text : given_(setting)) take(setting, text);
    }
    if (!problems_.empty()) return problems_;
    return options_;
  }

 private:
  void refuse(const ImportSetting& setting, const std::string& text) {
    problems_.push_back(
        {.code = "invalid_option",
         .message = "'" + called_(setting) + "' cannot be '" + text.substr(0, 60) + "'",
         .remedy = "It says " + std::string(setting.help) + "."});
  }
  template <class T>
  void keep(const ImportSetting& setting, const std::string& text, std::optional<T>& member,
            std::optional<T> value) {
    if (!value) return refuse(setting, text);
    member = value;
  }
  static std::optional<char> character(const std::string& text) {
    if (text == "tab" || text == "\\t") return '\t';
    if (text == "space") return ' ';
    if (text == "none") return '\0';
    return text.size() == 1 ? std::optional(text[0]) : std::nullopt;
  }
  NumberForm& number() {
    if (!options_.number) options_.number.emplace();
    return *options_.number;
  }

  void take(const ImportSetting& setting, const std::string& text) {
    const std::string_view name = setting.query;
    if (name == "format") keep(setting, text, options_.format, parse_import_format(text));
    if (name == "delimiter") keep(setting, text, options_.delimiter, character(text));
    if (name == "decimal") take_decimal(setting, text);
    if (name == "thousands") take_thousands(setting, text);
    if (name == "header") take_header(setting, text);
    if (name == "timeColumn") options_.time_column = text;
    if (name == "timeFormat") keep(setting, text, options_.time_form, parse_time_form(text));
    if (name == "timezone") options_.timezone = text;
    if (name == "valueColumn") options_.value_columns.push_back(text);
    if (name == "nameColumn") options_.name_column = text;
    if (name == "kind") take_kind(setting, text);
    if (name == "unit") options_.unit = text;
    if (name == "bin") keep(setting, text, options_.bin_ms, parse_duration_ms(text));
    if (name == "start") keep(setting, text, options_.start_unix_ms, parse_utc(text));
    if (name == "bins") take_bins(setting, text);
    if (name == "fill") take_fill(setting, text);
  }
  void take_decimal(const ImportSetting& setting, const std::string& text) {
    if (text != "." && text != ",") return refuse(setting, text);
    number().decimal = text[0];
  }
  void take_thousands(const ImportSetting& setting, const std::string& text) {
    const auto mark = character(text);
    if (!mark) return refuse(setting, text);
    number().thousands = *mark;
    // One character cannot be both.
    if (*mark == '.' && number().decimal == '.') number().decimal = ',';
  }
  void take_header(const ImportSetting& setting, const std::string& text) {
    if (text != "yes" && text != "no") return refuse(setting, text);
    options_.header = text == "yes";
  }
  void take_kind(const ImportSetting& setting, const std::string& text) {
    // The last one: names of columns may have labels with '='.
    const std::size_t equals = text.rfind('=');
    const auto kind =
        parse_sample_kind(equals == std::string::npos ? text : text.substr(equals + 1));
    if (!kind) return refuse(setting, text);
    if (equals == std::string::npos)
      options_.kind = kind;
    else
      options_.kinds.emplace_back(text.substr(0, equals), *kind);
  }
  void take_bins(const ImportSetting& setting, const std::string& text) {
    const auto bins = parse_integer(text);
    if (!bins || *bins < 1 || *bins > kMaxBins) return refuse(setting, text);
    options_.bins = *bins;
  }
  void take_fill(const ImportSetting& setting, const std::string& text) {
    const auto fill = parse_gap_fill(text);
    if (!fill) return refuse(setting, text);
    options_.fill = *fill;
  }

  const GivenSettings& given_;
  const SettingName& called_;
  ImportOptions options_;
  Problems problems_;
};

}  // namespace

const std::vector<ImportSetting>& import_settings() { return kSettings; }

Result<ImportOptions> import_options_of(const GivenSettings& given, const SettingName& called) {
  return Settings(given, called).read();
}

}  // namespace flowtime
