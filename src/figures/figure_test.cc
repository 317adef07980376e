#include "figures/figure.h"

#include <gtest/gtest.h>

#include "figures/series_figure.h"

namespace flowtime::figures {
namespace {

struct FormRow {
  const char* text;
  const char* canonical;
  const char* alias;  // as older clients know it
};

// Every way to write a figure, and what it is called from then on.
TEST(FigureGrammar, EveryFormMeansOneFigure) {
  const FormRow rows[] = {
      {"max(payment_queue)", "max(payment_queue)", "payment_queue:max"},
      {"max:payment_queue", "max(payment_queue)", "payment_queue:max"},
      {"payment_queue:max", "max(payment_queue)", "payment_queue:max"},
      {"payment_queue", "max(payment_queue)", "payment_queue:max"},
      {" mean ( served@Gold ) ", "mean(served@Gold)", "served@Gold:mean"},
      {"payment_queue:160", "last(payment_queue) in 160", "payment_queue:160"},
      {"p95Wait(Payment)", "p95Wait(Payment)", "p95Wait(Payment)"},
      {"Payment:p95Wait", "p95Wait(Payment)", "p95Wait(Payment)"},
      {"harmed:run", "harmed(run)", "harmed(run)"},
      {"max(payment_queue) in 09:00..12:00", "max(payment_queue) in 09:00..12:00",
       "max(payment_queue) in 09:00..12:00"},
      {"max:payment_queue in 3..5", "max(payment_queue) in 3..5", "max(payment_queue) in 3..5"},
      {"load(Check in desk)", "load(Check in desk)", "load(Check in desk)"},
      {"load:Check in desk in ..7", "load(Check in desk) in ..7", "load(Check in desk) in ..7"},
      {"load(Desk (north))", "load(Desk (north))", "load(Desk (north))"},
      {"timeAbove(q, 100)", "timeAbove(q, 100)", "timeAbove(q, 100)"},
      {"timeAbove(100):q", "timeAbove(q, 100)", "timeAbove(q, 100)"},
      {"q:timeAbove(1e2)", "timeAbove(q, 100)", "timeAbove(q, 100)"},
      {"firstBreach(q, 0.5) in 4..", "firstBreach(q, 0.5) in 4..", "firstBreach(q, 0.5) in 4.."},
      {"firstBreach(Payment)", "firstBreach(Payment)", "firstBreach(Payment)"},
      {"max:min", "max(min)", "max(min)"},
      {"serviceLevel(Calls, 30 s)", "serviceLevel(Calls, 30 s)", "serviceLevel(Calls, 30 s)"},
      {"serviceLevel(Calls,20s) in 3..", "serviceLevel(Calls, 20 s) in 3..",
       "serviceLevel(Calls, 20 s) in 3.."},
      {"serviceLevel(90 s):Calls", "serviceLevel(Calls, 1.5 min)", "serviceLevel(Calls, 1.5 min)"},
      {"Calls:serviceLevel(0.5 h)", "serviceLevel(Calls, 30 min)", "serviceLevel(Calls, 30 min)"},
      {"p95Wait(Payment@Gold)", "p95Wait(Payment@Gold)", "p95Wait(Payment@Gold)"},
  };
  for (const FormRow& row : rows) {
    const auto figure = parse_figure(row.text);
    ASSERT_TRUE(figure) << row.text << ": " << figure.problems()[0].message;
    EXPECT_EQ(to_text(*figure), row.canonical) << row.text;
    EXPECT_EQ(alias_text(*figure), row.alias) << row.text;
    const auto again = parse_figure(to_text(*figure));
    ASSERT_TRUE(again) << row.text;
    EXPECT_TRUE(*again == *figure) << row.text;
    const auto old = parse_figure(alias_text(*figure));
    ASSERT_TRUE(old) << row.text;
    EXPECT_TRUE(*old == *figure) << row.text;
  }
}

struct FormRefusal {
  const char* text;
  const char* message;
  const char* remedy;  // begins with
};

TEST(FigureGrammar, WhatIsNoFigureIsRefusedWithTheNearestReducer) {
  const FormRefusal rows[] = {
      {"", "The figure is empty.", "Write REDUCER(ID)"},
      {"waiting:most", "'most' is not a valid reducer.", "Did you mean 'lost'?"},
      {"p95wait(Payment)", "'p95wait' is not a valid reducer.", "Did you mean 'p95Wait'?"},
      {"Payment:p95Wat", "'p95Wat' is not a valid reducer.", "Did you mean 'p95Wait'?"},
      {"max()", "'max' has no id.", "Write REDUCER(ID)"},
      {"max:", "'max' has no id.", "Write REDUCER(ID)"},
      {":max", "'max' has no id.", "Write REDUCER(ID)"},
      {"q:", "'' is not a valid reducer.", "Write REDUCER(ID)"},
      {"q:1.5", "'1.5' is not a valid reducer.", "Write REDUCER(ID)"},
      {":3", "The figure has no id.", "Write REDUCER(ID)"},
      {"q:-1", "'-1' is not a valid reducer.", "Write REDUCER(ID)"},
      {"timeAbove(q)", "'timeAbove' has no limit.", "Write timeAbove(ID, LIMIT)."},
      {"timeAbove(q, high)", "The limit 'high' is not a number.", "Write REDUCER(ID)"},
      {"serviceLevel(Calls)", "'serviceLevel' has no wait.", "Write serviceLevel(ID, 30 s)."},
      {"serviceLevel(Calls, soon)", "The wait 'soon' is not a time.", "Write minutes (2.5)"},
      {"serviceLevel(Calls, -1 s)", "The wait '-1 s' is not a time.", "Write minutes (2.5)"},
      {"q:3 in 4..5", "'q:3 in 4..5' has two ranges.", "Write REDUCER(ID)"},
  };
  for (const FormRefusal& row : rows) {
    const auto figure = parse_figure(row.text);
    ASSERT_FALSE(figure) << row.text;
    EXPECT_EQ(figure.problems()[0].code, "figure_syntax") << row.text;
    EXPECT_EQ(figure.problems()[0].message, row.message) << row.text;
    EXPECT_EQ(figure.problems()[0].remedy.find(row.remedy), 0u)
        << row.text << ": " << figure.problems()[0].remedy;
  }
}

// 3, absent, 7, 2 in bins of 10 minutes.
TEST(SeriesFigure, AbsentValuesArePassedOver) {
  const std::vector<double> values{3, kAbsent, 7, 2};
  TimeGrid grid;
  grid.bins = 4;
  const struct {
    const char* text;
    double expected;
  } rows[] = {{"q:max", 7},
              {"q:min", 2},
              {"q:mean", 4},
              {"q:sum", 12},
              {"q:last", 2},
              {"q:0", 3},
              {"q", 7},
              {"q:p50", 3},
              {"q:p95", 7},
              {"q:integral", 120},
              {"timeAbove(q, 2)", 20},
              {"firstBreach(q, 3)", 20},
              {"firstBreach(q, 1) in 1..", 20}};
  for (const auto& row : rows) {
    const auto figure = parse_figure(row.text);
    ASSERT_TRUE(figure) << row.text;
    const auto bins = bins_of(*figure, grid);
    ASSERT_TRUE(bins) << row.text;
    EXPECT_EQ(reduce(*figure, values, *bins, 10), row.expected) << row.text;
  }
  for (const char* nothing : {"q:1", "firstBreach(q, 7)", "timeAbove(q, 1) in 1", "q:max in 1"}) {
    const auto figure = parse_figure(nothing);
    ASSERT_TRUE(figure) << nothing;
    EXPECT_TRUE(is_absent(reduce(*figure, values, *bins_of(*figure, grid), 10))) << nothing;
  }
}

TEST(FigureGrammar, TheTableIsInTheOrderOfReducers) {
  const auto table = reducer_table();
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(table[i].reducer), i) << table[i].name;
    EXPECT_TRUE(table[i].of_series || table[i].of_node || table[i].of_run) << table[i].name;
  }
}

}  // namespace
}  // namespace flowtime::figures
