#include "lifecycle/load_capture.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "run/bundle_paths.h"
#include "template/template.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr const char* kCapturesDirectory = "captures";
constexpr const char* kDirectoryPath = "/telemetry/captureDirectory";
constexpr const char* kTelemetryPrefix = "model/telemetry/";

Problem missing(const std::string& message, const std::string& place) {
  return {.code = "capture_missing",
          .message = message,
          .remedy = "Name the directory of a complete capture, below the directory of captures.",
          .path = place};
}

// The path without its links; io_outside_root, told at `place` of the request, when it leads out.
Result<std::string> inside(Env& env, const std::string& path, FileKind kind,
                           const std::string& place, const std::string& complaint) {
  const Result<std::string> found = env.confined(path);
  if (!found && failed_with(found.problems(), io_codes::kOutsideRoot)) {
    Problem outside = found.problems().front();
    outside.path = place;
    return outside;
  }
  // A path that cannot be resolved is reported as missing: which part of it exists is not the
  // caller's to know.
  if (!found) return missing(complaint, place);
  const Result<FileInfo> info = env.info(*found);
  if (!info || info->kind != kind) return missing(complaint, place);
  return *found;
}

// "${demandSource}" -> "demandSource"
std::string placeholder_in(const yaml::Value* value) {
  if (value == nullptr || value->kind != yaml::Kind::kScalar) return "";
  const std::string& text = value->scalar;
  if (!text.starts_with("${") || !text.ends_with("}")) return "";
  return text.substr(2, text.size() - 3);
}

// Which series each parameter of a template is the source of.
std::multimap<std::string, std::string> series_by_source(const RunSource& source) {
  std::multimap<std::string, std::string> series;
  if (!source.from) return series;
  const yaml::Value* nodes = source.from->document.root.find("nodes");
  if (nodes == nullptr) return series;
  for (const yaml::Value& node : nodes->items) {
    const std::string parameter = placeholder_in(node.find("source"));
    const yaml::Value* id = node.find("id");
    if (!parameter.empty() && id != nullptr) series.emplace(parameter, id->scalar);
  }
  return series;
}

std::vector<SelectedFile> selected_files(const CaptureRequest& capture, const RunSource& source) {
  std::vector<SelectedFile> selected;
  const auto by_source = series_by_source(source);
  for (const CaptureBinding& binding : capture.bindings) {
    const auto [first, last] = by_source.equal_range(binding.parameter);
    // One parameter may be the source of several series: the file measures each of them.
    for (auto one = first; one != last; ++one) selected.push_back({binding.file, one->second});
    if (first != last) continue;
    const bool is_series = source.model.find_node(binding.parameter) != nullptr;
    selected.push_back({binding.file, is_series ? binding.parameter : ""});
  }
  return selected;
}

// Names of files without directories, each once, none that a bundle uses itself.
class KeptNames {
 public:
  std::string of(const std::string& path) {
    std::string name = path;
    std::replace(name.begin(), name.end(), '/', '_');
    const bool reserved =
        name == "telemetry-manifest.json" || name == kCaptureManifest || name == kAutocapture;
    if (reserved) name = "capture_" + name;
    while (!taken_.insert(name).second) name = "_" + name;
    return name;
  }

 private:
  std::set<std::string> taken_;
};

}  // namespace

Result<LoadedCapture> load_capture(const RunHost& host, const CaptureRequest& capture,
                                   const RunSource& source, StageClock& clock) {
  clock.start(Stage::kLoadCapture);
  Env& env = host.captures != nullptr ? *host.captures : host.env;
  const std::string root = host.captures != nullptr ? "" : std::string(kCapturesDirectory) + "/";
  FT_TRY(const std::string directory,
         inside(env, root + capture.directory, FileKind::kDirectory, kDirectoryPath,
                "there is no capture '" + capture.directory + "'"));
  FT_RETURN_IF_PROBLEM(inside(env, directory + "/" + kCaptureManifest, FileKind::kFile,
                              kDirectoryPath, "the capture has no file 'manifest.json'"));
  for (const CaptureBinding& binding : capture.bindings) {
    FT_RETURN_IF_PROBLEM(inside(env, directory + "/" + binding.file, FileKind::kFile,
                                "/telemetry/bindings/" + binding.parameter,
                                "the capture has no file '" + binding.file + "'"));
  }
  FT_TRY(LoadedCapture loaded,
         load_capture_files({.env = env,
                             .directory = directory,
                             .model = source.model,
                             .template_id = source.from ? source.from->id : "",
                             .selected = selected_files(capture, source)}));
  loaded.summary.capture = capture.directory.substr(capture.directory.rfind('/') + 1);
  clock.end({{"files", static_cast<std::int64_t>(loaded.files.size())},
             {"series", static_cast<std::int64_t>(loaded.series.size())}});
  return loaded;
}

std::vector<GivenParameter> bound_sources(const CaptureRequest& capture, const Template& from) {
  std::vector<GivenParameter> given;
  for (const CaptureBinding& binding : capture.bindings) {
    const bool declared =
        std::any_of(from.parameters.begin(), from.parameters.end(), [&](const auto& parameter) {
          return parameter.name == binding.parameter && parameter.type == ParameterType::kString;
        });
    if (!declared) continue;
    auto made =
        parameter_from_json(binding.parameter, json_quote("file://telemetry/" + binding.file));
    if (made) given.push_back(*std::move(made));
  }
  return given;
}

std::shared_ptr<const std::vector<MeasuredSeries>> measured_series(const LoadedCapture& capture) {
  auto measured = std::make_shared<std::vector<MeasuredSeries>>();
  for (const LoadedSeries& one : capture.series) measured->push_back({one.id, one.values});
  return measured;
}

KeptCapture kept_capture(const LoadedCapture& capture, const std::vector<Finding>& findings) {
  KeptCapture kept;
  KeptNames names;
  std::map<std::string, std::string> name_of;
  for (const auto& [path, text] : capture.files) {
    // A file that several bindings name is kept once.
    if (name_of.count(path) > 0) continue;
    const std::string name = names.of(path);
    name_of.emplace(path, name);
    kept.files.push_back({kTelemetryPrefix + name, text});
  }
  CaptureManifest manifest = capture.manifest;
  // Files of the capture that this run did not read are not in the bundle.
  std::erase_if(manifest.files,
                [&](const CaptureFile& file) { return name_of.count(file.path) == 0; });
  for (CaptureFile& file : manifest.files) file.path = name_of.at(file.path);
  // Hashes of what was read, not those that the capture's manifest claims.
  for (auto& [path, digest] : capture.digests) {
    for (CaptureFile& file : manifest.files) {
      if (file.path == name_of.at(path)) file.hash = digest;
    }
  }
  manifest.warnings = findings;
  kept.manifest_json = to_json(manifest);
  kept.summary = capture.summary;
  for (RunTelemetry::Source& source : kept.summary.sources) source.path = name_of.at(source.path);
  return kept;
}

}  // namespace flowtime
