// What plan/plan.h promises about every plan.
#include <gtest/gtest.h>

#include <algorithm>

#include "laws/law.h"

namespace flowtime::tests {
namespace {

// How often each column is written: by an op of the order, or by a parameter.
std::vector<int> writers_of(const Plan& plan) {
  std::vector<int> writers(plan.columns.size(), 0);
  for (const Parameter& parameter : plan.parameters) ++writers[parameter.column.value];
  for (const OpIndex index : plan.order) {
    const Op& op = plan.op(index);
    for (std::uint32_t i = 0; i < op.output_count; ++i) {
      ++writers[plan.outputs[op.first_output + i].value];
    }
  }
  return writers;
}

// The largest lag at which the op reads its input.
std::uint32_t deepest_lag(const Op& op, const Operand& operand) {
  return operand.lag + (op.code == OpCode::kConv && op.tap_count > 0 ? op.tap_count - 1 : 0);
}

void expect_sound(const Plan& plan) {
  const std::vector<int> writers = writers_of(plan);
  const auto longest = static_cast<std::uint32_t>(plan.bins);
  for (const OpIndex index : plan.order) {
    const Op& op = plan.op(index);
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      const Operand& operand = plan.operands[op.first_input + i];
      if (!operand.is_column()) continue;
      const Column& column = plan.columns[operand.column.value];
      EXPECT_EQ(writers[operand.column.value], 1) << name_of(op.code) << " reads " << column.name;
      EXPECT_GE(column.history, operand.lag) << column.name;
      EXPECT_GE(column.history, std::min(deepest_lag(op, operand), longest)) << column.name;
    }
  }
  for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
    const std::uint32_t column = plan.series_columns[i].value;
    EXPECT_EQ(writers[column], 1) << "series " << plan.series[{i}].id;
    EXPECT_TRUE(plan.columns[column].stored) << "series " << plan.series[{i}].id;
  }
}

// A column is needed from its writing to its last reading; within a tile those are positions of
// steps. Two columns of one buffer may not be needed at the same time.
void expect_buffers_apart(const Plan& plan) {
  struct Life {
    std::size_t begin = 0, end = 0;
    bool whole = false;  // stored, lagged or written before the steps
  };
  std::vector<Life> lives(plan.columns.size());
  for (std::size_t i = 0; i < lives.size(); ++i) {
    lives[i].whole = plan.columns[i].stored || plan.columns[i].history > 0;
  }
  for (const Parameter& parameter : plan.parameters) lives[parameter.column.value].whole = true;
  for (std::size_t s = 0; s < plan.steps.size(); ++s) {
    for (std::uint32_t i = 0; i < plan.steps[s].op_count; ++i) {
      const Op& op = plan.op(plan.order[plan.steps[s].first_op + i]);
      for (std::uint32_t k = 0; k < op.output_count; ++k) {
        Life& life = lives[plan.outputs[op.first_output + k].value];
        life.begin = life.end = s;
      }
      for (std::uint32_t k = 0; k < op.input_count; ++k) {
        const Operand& operand = plan.operands[op.first_input + k];
        if (operand.is_column()) lives[operand.column.value].end = s;
      }
    }
  }
  std::vector<int> last(plan.buffer_count, -1);  // the column of this buffer that lived last
  std::vector<std::uint32_t> by_begin;
  const std::vector<int> writers = writers_of(plan);
  for (std::uint32_t i = 0; i < lives.size(); ++i) {
    if (writers[i] > 0) by_begin.push_back(i);
  }
  std::stable_sort(by_begin.begin(), by_begin.end(), [&](std::uint32_t a, std::uint32_t b) {
    return lives[a].begin < lives[b].begin;
  });
  for (const std::uint32_t column : by_begin) {
    int& before = last[plan.columns[column].buffer];
    if (before >= 0) {
      const Life& former = lives[static_cast<std::size_t>(before)];
      EXPECT_FALSE(former.whole || lives[column].whole || former.end >= lives[column].begin)
          << plan.columns[static_cast<std::size_t>(before)].name << " and "
          << plan.columns[column].name << " share a buffer";
    }
    before = static_cast<int>(column);
  }
}

void expect_steps_cover_the_order(const Plan& plan) {
  std::uint32_t next = 0;
  for (const Step& step : plan.steps) {
    EXPECT_EQ(step.first_op, next);
    EXPECT_TRUE(step.kind == Step::Kind::kLoop || step.op_count == 1);
    EXPECT_GE(step.block, 1u);
    next += step.op_count;
  }
  EXPECT_EQ(next, plan.order.size());
}

TEST(PlanLaw, EveryColumnHasOneWriterAndAllItsReadersFindTheirBins) {
  for (const bool degenerate : {false, true}) {
    for_each_seed([&](std::uint64_t seed) {
      RandomModelOptions options = options_of_seed(seed);
      options.degenerate = degenerate;
      const auto law = law_model(options);
      if (!law) return;
      expect_sound(law->plan);
      expect_buffers_apart(law->plan);
      expect_steps_cover_the_order(law->plan);
    });
  }
}

}  // namespace
}  // namespace flowtime::tests
