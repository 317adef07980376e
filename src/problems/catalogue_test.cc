#include "problems/catalogue.h"

#include <gtest/gtest.h>

namespace flowtime::problems {
namespace {

Problems one(const char* code, const char* remedy = "") {
  return {{.code = code, .message = "something is wrong", .remedy = remedy}};
}

// find() halves the table, so a row out of order could not be found.
TEST(Catalogue, EveryRowIsFound) {
  ASSERT_GT(rows().size(), 300u);
  for (const ProblemRow& row : rows()) {
    ASSERT_EQ(find(row.code), &row) << row.code;
    EXPECT_EQ(status_of(row.code), row.status) << row.code;
  }
  EXPECT_EQ(find(""), nullptr);
  EXPECT_EQ(find("run_not_foun"), nullptr);
  EXPECT_EQ(find("zzz"), nullptr);
}

TEST(Catalogue, TextsAreSentences) {
  for (const ProblemRow& row : rows()) {
    for (const std::string_view text : {row.meaning, row.remedy}) {
      ASSERT_FALSE(text.empty()) << row.code;
      EXPECT_TRUE(text.front() >= 'A' && text.front() <= 'Z') << row.code << ": " << text;
      EXPECT_EQ(text.back(), '.') << row.code << ": " << text;
    }
  }
}

TEST(Catalogue, TheStatusIsThatOfTheFirstProblem) {
  const struct {
    const char* code;
    int status;
  } cases[] = {{"run_not_found", 404},      {"run_id_taken", 409},  {"run_id_damaged", 409},
               {"capture_damaged", 422},    {"stopped", 409},       {"internal_defect", 500},
               {"template_not_found", 404}, {"unknown_field", 400}, {"io_no_space", 507},
               {"served_negative", 400},  // a finding that refused a run
               {"page_not_built", 501}};
  for (const auto& row : cases) EXPECT_EQ(status_of(one(row.code)), row.status) << row.code;
  Problems two = one("run_not_found");
  two.push_back(one("stopped").front());
  EXPECT_EQ(status_of(two), 404);
}

// A gate refuses what can be read and was carried out; a name inside a body is part of the body.
TEST(Catalogue, GatesAndNamesInsideABody) {
  EXPECT_EQ(status_of("expectation_failed"), 422);
  EXPECT_EQ(status_of("health_retry_storm"), 422);
  EXPECT_EQ(status_of_body(one("health_overload")), 422);
  for (const char* code : {"unknown_series", "unknown_node", "import_not_found"}) {
    EXPECT_EQ(status_of(one(code)), 404) << code;
    EXPECT_EQ(status_of_body(one(code)), 400) << code;
  }
  for (const char* code : {"template_not_found", "run_not_found", "draft_not_found"}) {
    EXPECT_EQ(status_of_body(one(code)), 404) << code;
  }
}

TEST(Catalogue, WhatMaySucceedWhenItIsAskedAgain) {
  for (const char* code : {"stopped", "io_no_space", "io_exists", "lock_held", "catalog_failed",
                           "not_enough_memory", "jobs_full", "internal_defect"}) {
    EXPECT_TRUE(may_pass(one(code))) << code;
  }
  for (const char* code : {"run_id_taken", "unknown_field", "template_not_found", "io_outside_root",
                           "served_negative", "capture_missing"}) {
    EXPECT_FALSE(may_pass(one(code))) << code;
  }
}

TEST(Catalogue, FamiliesAndCancellation) {
  EXPECT_TRUE(is_of(one("usage"), Family::kUsage));
  EXPECT_FALSE(is_of(one("run_not_found"), Family::kUsage));
  EXPECT_FALSE(is_of(one("served_negative"), Family::kModel));
  EXPECT_FALSE(is_of({}, Family::kUsage));
  EXPECT_TRUE(is_stopped(one("stopped")));
  EXPECT_FALSE(is_stopped(one("job_ended")));
}

TEST(Catalogue, ARemedyIsFilledInWhereThereIsNone) {
  EXPECT_EQ(with_remedies(one("run_not_found", "Look.")).front().remedy, "Look.");
  EXPECT_EQ(with_remedies(one("run_not_found")).front().remedy, find("run_not_found")->remedy);
  EXPECT_EQ(with_remedies(one("served_negative")).front().remedy, "");
}

}  // namespace
}  // namespace flowtime::problems
