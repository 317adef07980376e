// What the log says of a run, for every way in which one ends.
#include <gmock/gmock.h>

#include <cerrno>

#include "lifecycle/lifecycle_test_support.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

// Asks to stop from the n-th question on.
class StopAt : public RunObserver {
 public:
  explicit StopAt(int question) : question_(question) {}
  bool stop_requested() override { return ++asked_ >= question_; }

 private:
  int question_, asked_ = 0;
};

std::string text_of(const LogEvent& event, std::string_view name) {
  for (const LogField& field : event.fields) {
    if (field.name != name) continue;
    if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
    if (const auto* flag = std::get_if<bool>(&field.value)) return *flag ? "true" : "false";
  }
  return "";
}

class RunLogLines : public Lifecycle {
 protected:
  // The lines since the last call, each of which must say of what it is.
  std::vector<std::string> lines_of(const RunOutcome& outcome) {
    std::vector<std::string> names;
    const std::vector<LogEvent> events = log_.events();
    for (; seen_ < events.size(); ++seen_) {
      last_ = events[seen_];
      names.push_back(last_.name.substr(std::string("RunOrchestration").size()));
      EXPECT_EQ(last_.fields[0].name, "runId");
      EXPECT_EQ(last_.fields[1].name, "templateId");
      EXPECT_EQ(last_.fields[2].name, "mode");
      EXPECT_EQ(last_.fields[3].name, "requestId");
      EXPECT_FALSE(text_of(last_, "runId").empty()) << last_.name;
      EXPECT_EQ(text_of(last_, "runId"), outcome.run_id) << last_.name;
      EXPECT_FALSE(text_of(last_, "templateId").empty()) << last_.name;
      EXPECT_EQ(text_of(last_, "mode"), outcome.mode) << last_.name;
      EXPECT_EQ(text_of(last_, "requestId"), "req-1") << last_.name;
    }
    return names;
  }
  std::string last(std::string_view field) const { return text_of(last_, field); }

  LogEvent last_;
  std::size_t seen_ = 0;
};

const std::vector<std::string> kMade{"Start", "Validation", "Evaluation", "Artifacts", "Completed"};

TEST_F(RunLogLines, OfSuccessReuseAndSuperseding) {
  EXPECT_THAT(lines_of(create(from_template())), ElementsAreArray(kMade));
  EXPECT_EQ(last("wasReused"), "false");
  EXPECT_EQ(last("superseded"), "false");
  EXPECT_THAT(lines_of(create(from_template())), ElementsAre("Start", "Validation", "Completed"));
  EXPECT_EQ(last("wasReused"), "true");
  CreateRunRequest edited = from_template();
  edited.run_template->draft_text->append("# edited\n");
  EXPECT_THAT(lines_of(create(edited)), ElementsAreArray(kMade));
  EXPECT_EQ(last("superseded"), "true");
}

TEST_F(RunLogLines, OfADryRun) {
  CreateRunRequest request = from_template();
  request.dry_run = true;
  EXPECT_THAT(lines_of(create(request)), ElementsAre("Start", "Validation", "Completed"));
}

// Whatever is wrong, and however early: the line names a run, whether or not its id was known.
TEST_F(RunLogLines, OfValidationFailures) {
  const struct {
    void (*change)(CreateRunRequest&);
    std::vector<std::string> lines;
    std::string stage, code;
  } rows[] = {
      {[](auto& r) { r.mode = "both"; }, {"Failed"}, "accept", "invalid_mode"},
      {[](auto& r) { r.run_id = "../x"; }, {"Failed"}, "accept", "invalid_id"},
      {[](auto& r) { r.run_template = TemplateRequest{.id = "no-such"}; },
       {"Start", "Failed"},
       "resolve-template",
       "template_not_found"},
      {[](auto& r) { r.run_template->draft_text = "a: ["; },
       {"Start", "Failed"},
       "resolve-template",
       "yaml_syntax"},
      {[](auto& r) { r = from_template("bins=0"); },
       {"Start", "Failed"},
       "bind-parameters",
       "parameter_range"},
      {[](auto& r) { r = from_template("demand=-2"); },
       {"Start", "Validation", "Failed"},
       "check",
       "arrivals_negative"},
      {[](auto& r) { r.mode = "telemetry"; }, {"Failed"}, "accept", "capture_required"},
      {[](auto& r) { r.telemetry.directory = "c1"; },
       {"Start", "Validation", "Failed"},
       "load-capture",
       "capture_missing"},
  };
  for (const auto& row : rows) {
    CreateRunRequest request = from_template();
    row.change(request);
    EXPECT_THAT(lines_of(create(request)), ElementsAreArray(row.lines)) << row.code;
    EXPECT_EQ(last_.id, 4500);
    EXPECT_EQ(last_.level, LogLevel::kWarning);
    EXPECT_EQ(last("stage"), row.stage);
    EXPECT_EQ(last("code"), row.code);
    EXPECT_FALSE(last("message").empty());
  }
}

TEST_F(RunLogLines, OfCancellation) {
  StopAt stopping(3);
  EXPECT_THAT(lines_of(create_run(host_with(stopping), from_template())),
              ElementsAre("Start", "Failed"));
  EXPECT_EQ(last("code"), "stopped");
  EXPECT_FALSE(last("stage").empty());
}

TEST_F(RunLogLines, OfADiskFailure) {
  env_.set_fault({.at_write = 12, .error_number = ENOSPC, .and_after = true});
  EXPECT_THAT(lines_of(create(from_template())), ::testing::Contains("Failed"));
  EXPECT_EQ(last_.id, 4500);
  EXPECT_EQ(last("code"), "io_no_space");
  EXPECT_FALSE(last("stage").empty());
  env_.set_fault({});
  EXPECT_THAT(lines_of(create(from_template())), ElementsAreArray(kMade));
}

TEST_F(RunLogLines, TellTheDurationOfStages) {
  create(from_template());
  const std::string line = log_line(log_.events().back(), 0);
  for (const char* stage : {"\"evaluateMs\":", "\"checkMs\":", "\"writeMs\":", "\"publishMs\":"}) {
    EXPECT_THAT(line, HasSubstr(stage));
  }
}

}  // namespace
}  // namespace flowtime
