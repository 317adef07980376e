// TestedFile: one model, template or flow file with what must come out of it, and whether it did.
// How files are tested: docs/model-tests.md.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/stage_clock.h"
#include "library/template_library.h"
#include "pipeline/model_source.h"

namespace flowtime::suite {

// One line of a report.
struct TestPoint {
  std::string name;  // "evaluates", an expectation, "snapshot of queue"
  bool holds = true;
  std::string detail{};  // why it does not hold, or what the figure is
};

// A file to be written so that what came out is what is expected.
struct Update {
  std::string path, text;
};

// The first point is "evaluates"; where it does not hold there may be no other.
struct TestedFile {
  std::string path;
  std::vector<TestPoint> points;
  std::vector<Update> updates;
  bool holds() const;
};

// Outlives the call of test_file.
struct TestContext {
  const TemplateLibrary& templates;
  FileReader read_file;               // by path, as a user wrote it
  std::vector<std::string> series{};  // patterns: what snapshots are to keep, beside what they have
  bool update = false;                // expected is what came out
};

enum class FileKind { kModel, kTemplate, kFlow, kOther };
// kFlow by its name, else by the keys of its document; kOther is nothing that can be tested.
FileKind kind_of(const std::string& path, const std::string& text);

// "shop.yaml" -> "shop.expected.csv"
std::string snapshot_path(const std::string& path);

// Evaluates it and compares. What is wrong with it is a point that does not hold.
// Nothing is written: `updates` says what the caller should write.
TestedFile test_file(const std::string& path, const std::string& text, const TestContext& context,
                     StageClock& clock);

}  // namespace flowtime::suite
