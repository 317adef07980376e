#include "telemetry/import_reader.h"

#include "base/utf8.h"

namespace flowtime {
namespace {

constexpr std::size_t kFirstLines = 20, kFirstBytes = 1u << 16;

bool starts_like_json(const std::string& line) {
  const std::size_t at = line.find_first_not_of(" \t\r\n");
  return at != std::string::npos && line[at] == '{';
}

// What a zip, a gzip or another file that is not text starts with.
bool is_binary(const std::string& line) {
  return line.find('\0') != std::string::npos || line.starts_with("PK\x03\x04") ||
         line.starts_with("\x1f\x8b");
}

Result<Done> check_text(const std::vector<std::string>& first_lines, const std::string& file) {
  const auto refused = [&](std::size_t line, const char* complaint, const char* remedy) {
    return Problem{.code = "import_not_text",
                   .message = "the file '" + file + "'" + complaint,
                   .remedy = remedy,
                   .where = {static_cast<int>(line) + 1, 1},
                   .file = file};
  };
  if (!first_lines.empty() && is_binary(first_lines.front())) {
    return refused(0, " is not a text file",
                   "Unpack it, and give CSV, OpenMetrics, JSON or JSON lines.");
  }
  // The last line may be cut within a letter.
  for (std::size_t i = 0; i + 1 < first_lines.size(); ++i) {
    if (!is_utf8(first_lines[i])) return refused(i, " is not UTF-8", "Save the file as UTF-8.");
  }
  return Done{};
}

class WatchedSource : public ByteSource {
 public:
  WatchedSource(ByteSource& source, const ImportProgress& progress)
      : source_(source), progress_(progress) {}
  Result<std::string_view> next() override {
    if (progress_ && !progress_(read_)) {
      return Problem{.code = "stopped", .message = "the import was stopped", .remedy = ""};
    }
    auto piece = source_.next();
    if (piece) read_ += piece->size();
    return piece;
  }

 private:
  ByteSource& source_;
  const ImportProgress& progress_;
  std::uint64_t read_ = 0;
};

Result<ImportReading> read_as(ImportFormat format, const ImportInput& input, Aligner& aligner) {
  switch (format) {
    case ImportFormat::kCsv: return read_csv(input, aligner);
    case ImportFormat::kPrometheus: return read_prometheus(input, aligner);
    case ImportFormat::kOpenMetrics: return read_open_metrics(input, aligner);
    case ImportFormat::kJsonLines: return read_json_lines(input, aligner);
  }
  return ImportReading{};
}

}  // namespace

ImportFormat sniff_format(const std::string& file, const std::vector<std::string>& first_lines) {
  for (const auto& [ending, format] :
       {std::pair{".jsonl", ImportFormat::kJsonLines},
        std::pair{".ndjson", ImportFormat::kJsonLines},
        std::pair{".om", ImportFormat::kOpenMetrics},
        std::pair{".prom", ImportFormat::kOpenMetrics}, std::pair{".csv", ImportFormat::kCsv},
        std::pair{".tsv", ImportFormat::kCsv}}) {
    if (file.ends_with(ending)) return format;
  }
  if (first_lines.empty()) return ImportFormat::kCsv;
  const std::string& first = first_lines.front();
  if (starts_like_json(first)) {
    // An answer that is laid out over several lines begins with a bare bracket.
    const bool is_answer = first.find("\"status\"") != std::string::npos || first == "{";
    return is_answer ? ImportFormat::kPrometheus : ImportFormat::kJsonLines;
  }
  for (const std::string& line : first_lines) {
    if (line.starts_with("# TYPE ") || line.starts_with("# HELP ")) {
      return ImportFormat::kOpenMetrics;
    }
  }
  return ImportFormat::kCsv;
}

Result<ImportResult> read_import(ByteSource& source, const std::string& file,
                                 const ImportOptions& options, Env* zones,
                                 const ImportProgress& progress) {
  WatchedSource watched(source, progress);
  LineReader lines(watched, file);
  FT_TRY(const auto first, lines.peek(kFirstLines, kFirstBytes));
  FT_RETURN_IF_PROBLEM(check_text(first, file));
  ImportResult result;
  result.format = options.format.value_or(sniff_format(file, first));
  Aligner aligner(options);
  const ImportInput input{.lines = lines, .options = options, .zones = zones};
  FT_TRY(result.reading, read_as(result.format, input, aligner));
  auto aligned = aligner.finish();
  if (!aligned) return in_file(aligned.problems(), file);
  result.aligned = std::move(*aligned);
  return result;
}

}  // namespace flowtime
