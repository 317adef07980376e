#include "pipeline/setting.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

using Op = Setting::Operator;

struct Read {
  const char* text;
  const char* target;
  const char* range;  // nullptr: none
  Op op;
  std::vector<double> values;
  const char* file = "";
};

TEST(Setting, Forms) {
  const Read rows[] = {
      {"id=3", "id", nullptr, Op::kAssign, {3}},
      {" id = 3 ", "id", nullptr, Op::kAssign, {3}},
      {"id=1,2,3", "id", nullptr, Op::kAssign, {1, 2, 3}},
      {"id=1, 2 ,3e2", "id", nullptr, Op::kAssign, {1, 2, 300}},
      {"id=-0.5", "id", nullptr, Op::kAssign, {-0.5}},
      {"id-=2", "id", nullptr, Op::kSubtract, {2}},
      {"id=@in/file.csv", "id", nullptr, Op::kAssign, {}, "in/file.csv"},
      {"id+=@a=b.csv", "id", nullptr, Op::kAdd, {}, "a=b.csv"},
      {"id*=1.2", "id", nullptr, Op::kMultiply, {1.2}},
      {"id/=4", "id", nullptr, Op::kDivide, {4}},
      {"id[3..5]=0", "id", "3..5", Op::kAssign, {0}},
      {"capacity[14:00..15:00]*=1.2", "capacity", "14:00..15:00", Op::kMultiply, {1.2}},
      {"id[ 7 ] += 1,2", "id", "7", Op::kAdd, {1, 2}},
      {"id=@out.csv#served", "id", nullptr, Op::kAssign, {}, "out.csv"},
      {"A->B.weight*=2", "A->B.weight", nullptr, Op::kMultiply, {2}},
      {"node:capacity=3", "capacity", nullptr, Op::kAssign, {3}},
      {"Order Intake.wipLimit=5", "Order Intake.wipLimit", nullptr, Op::kAssign, {5}},
  };
  for (const Read& row : rows) {
    const auto setting = parse_setting(row.text, "--set");
    ASSERT_TRUE(setting) << row.text;
    EXPECT_EQ(setting->target, row.target) << row.text;
    EXPECT_EQ(setting->range.value_or("none"), row.range ? row.range : "none") << row.text;
    EXPECT_EQ(setting->op, row.op) << row.text;
    EXPECT_EQ(setting->values, row.values) << row.text;
    EXPECT_EQ(setting->file, row.file) << row.text;
  }
}

TEST(Setting, Refusals) {
  struct Refused {
    const char *text, *code, *named;
  };
  const Refused rows[] = {
      {"", "setting_syntax", "no '='"},        {"capacity", "setting_syntax", "no '='"},
      {"=3", "setting_syntax", "no id"},       {"*=3", "setting_syntax", "no id"},
      {"[1..2]=3", "setting_syntax", "no id"}, {"a1..2]=3", "setting_syntax", "no opening bracket"},
      {"a=@", "setting_syntax", "No file"},    {"a=", "setting_number", "''"},
      {"a=1,,2", "setting_number", "''"},      {"a=1,two", "setting_number", "'two'"},
      {"a=nan", "setting_number", "'nan'"},    {"a=inf", "setting_number", "'inf'"},
      {"a==3", "setting_number", "'=3'"},      {"a=0x10", "setting_number", "'0x10'"},
  };
  for (const Refused& row : rows) {
    const auto setting = parse_setting(row.text, "--set x");
    ASSERT_FALSE(setting) << row.text;
    const Problem& problem = setting.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.text;
    EXPECT_NE(problem.message.find(row.named), std::string::npos) << problem.message;
    EXPECT_EQ(problem.file, "--set x");
    EXPECT_FALSE(problem.remedy.empty());
  }
}

TEST(Setting, IsWrittenOut) {
  for (const char* text : {"id=3", "id=1,2,3", "id[3..5]*=1.2", "node:id[14:00..15:00]-=0.5",
                           "A->B.weight/=2", "id+=1"}) {
    const auto setting = parse_setting(text, "");
    ASSERT_TRUE(setting) << text;
    EXPECT_EQ(written_out(*setting), text);
  }
  auto setting = parse_setting(" node: id [ 3..5 ] = @x.csv#a", "");
  ASSERT_TRUE(setting);
  EXPECT_TRUE(setting->is_node);
  EXPECT_EQ(setting->column, "a");
  setting->values = {1, 2.5, 3};
  EXPECT_EQ(written_out(*setting), "node:id[3..5]=1,2.5,3");
}

TEST(Setting, Operators) {
  EXPECT_EQ(combine(Op::kAssign, 2, 3), 3);
  EXPECT_EQ(combine(Op::kAdd, 2, 3), 5);
  EXPECT_EQ(combine(Op::kSubtract, 2, 3), -1);
  EXPECT_EQ(combine(Op::kMultiply, 2, 3), 6);
  EXPECT_EQ(combine(Op::kDivide, 3, 2), 1.5);
  EXPECT_EQ(combine(Op::kDivide, 3, 0), 0);
}

}  // namespace
}  // namespace flowtime
