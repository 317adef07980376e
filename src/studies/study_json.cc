#include "studies/study_json.h"

#include "base/number_text.h"
#include "base/overloaded.h"
#include "series/absent.h"

namespace flowtime::studies {
namespace {

class AnswerWriter {
 public:
  AnswerWriter(const StudyAnswer& answer, JsonWriter& json) : answer_(answer), json_(json) {}

  void write(const std::string& study_id) {
    json_.begin_object();
    if (!study_id.empty()) json_.member("studyId", study_id);
    json_.member("kind", name_of(answer_.kind)).member("of", answer_.of);
    std::visit([&](const auto& found) { members(found); }, answer_.found);
    json_.member("evaluations", static_cast<std::int64_t>(answer_.rows.size())).end_object();
  }

 private:
  std::string measure() const {
    return answer_.measures.empty() ? "" : figures::to_text(answer_.measures.front());
  }
  // The id of the series where the measure is what the reference knows: a mean.
  std::string metric_id() const {
    if (answer_.measures.empty()) return "";
    const figures::Figure& figure = answer_.measures.front();
    const bool is_mean = figure.reducer == figures::Reducer::kMean && figure.range.empty();
    return is_mean ? figure.id : measure();
  }
  void numbers(const std::vector<double>& values) {
    json_.begin_array();
    for (const double value : values) json_.number(value);
    json_.end_array();
  }
  void parameters(const char* name, const whatif::Point& point) {
    json_.key(name).begin_object();
    for (std::size_t i = 0; i < point.size(); ++i) json_.member(answer_.knobs[i], point[i]);
    json_.end_object();
  }
  void figures_of(const StudyRow& row) {
    json_.key("measures").begin_object();
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      json_.member(figures::to_text(answer_.measures[i]), row.figures[i].value);
    }
    json_.end_object();
    bool any = false;
    for (const figures::FigureValue& value : row.figures) any = any || value.at_least;
    if (!any) return;
    json_.key("atLeast").begin_array();
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      if (row.figures[i].at_least) json_.string(figures::to_text(answer_.measures[i]));
    }
    json_.end_array();
  }

  void members(const SweepAnswer& sweep) {
    if (answer_.knobs.size() == 1) json_.member("paramId", answer_.knobs.front());
    json_.key("paramIds").begin_array();
    for (const std::string& knob : answer_.knobs) json_.string(knob);
    json_.end_array().key("points").begin_array();
    for (const StudyRow& row : answer_.rows) {
      json_.begin_object();
      if (row.point.size() == 1) json_.member("paramValue", row.point.front());
      parameters("params", row.point);
      if (!row.figures.empty()) figures_of(row);
      json_.key("series").begin_object();
      for (std::size_t i = 0; i < row.series.size(); ++i) {
        json_.key(sweep.series[i]);
        numbers(row.series[i]);
      }
      json_.end_object().end_object();
    }
    json_.end_array();
  }

  void members(const SensitivityAnswer& found) {
    json_.member("metricSeriesId", metric_id()).member("measure", measure());
    json_.key("points").begin_array();
    for (const SensitivityAnswer::Parameter& one : found.parameters) {
      json_.begin_object().member("paramId", one.knob).member("baseValue", one.base);
      json_.member("gradient", one.difference.gradient).member("scaled", one.is_scaled);
      json_.member("lo", one.difference.low).member("hi", one.difference.high);
      json_.member("metricAtLo", one.difference.at_low);
      json_.member("metricAtHi", one.difference.at_high).end_object();
    }
    json_.end_array();
  }

  void members(const GoalSought& found) {
    json_.member("paramId", answer_.knobs.front()).member("measure", measure());
    json_.member("paramValue", found.value).member("achievedMetricMean", found.figure);
    json_.member("achieved", found.figure).member("converged", found.converged);
    json_.member("bracketed", found.bracketed).member("iterations", found.iterations);
    json_.key("ends").begin_array();
    for (std::size_t i = 0; i < 2 && i < found.steps.size(); ++i) {
      json_.begin_object().member("paramValue", found.steps[i].value);
      json_.member("metricMean", found.steps[i].figure).end_object();
    }
    json_.end_array().member("message", message_of(found)).key("trace").begin_array();
    for (const GoalSeekStep& step : found.steps) {
      json_.begin_object().member("iteration", step.iteration).member("paramValue", step.value);
      json_.member("metricMean", step.figure).member("searchLo", step.bracket.lo);
      json_.member("searchHi", step.bracket.hi).end_object();
    }
    json_.end_array();
  }

  std::string message_of(const GoalSought& found) const {
    if (found.converged) return "";
    if (found.bracketed) return "The target is bracketed, but not reached within the tolerance.";
    const GoalSeekStep& lo = found.steps[0];
    const GoalSeekStep& hi = found.steps[1];
    return "Not bracketed: " + measure() + " is " + format_number(lo.figure) + " at " +
           answer_.knobs.front() + "=" + format_number(lo.value) + " and " +
           format_number(hi.figure) + " at " + format_number(hi.value) +
           ", both on one side of the target. Widen the range.";
  }

  void members(const OptimizeAnswer& answer) {
    const Minimum& found = answer.found;
    json_.member("measure", measure()).member("method", answer.method);
    parameters("paramValues", found.point);
    json_.member("achievedMetricMean", found.value).member("achieved", found.value);
    json_.member("converged", found.converged).member("iterations", found.iterations);
    json_.member("feasible", answer.is_feasible).key("constraints").begin_array();
    const std::size_t first = answer_.measures.size() - answer.constraints.size();
    for (std::size_t i = 0; i < answer.constraints.size(); ++i) {
      json_.begin_object().member("figure", figures::to_text(answer_.measures[first + i]));
      json_.member("value", answer.constraints[i]).end_object();
    }
    json_.end_array().key("trace").begin_array();
    for (const MinimumStep& step : found.steps) {
      json_.begin_object().member("iteration", step.iteration);
      parameters("paramValues", step.point);
      json_.member("metricMean", step.value).end_object();
    }
    json_.end_array();
  }

  void members(const ParetoAnswer& answer) {
    json_.member("method", "pareto").key("front").begin_array();
    for (const StudyRow& row : answer.front) {
      json_.begin_object();
      parameters("paramValues", row.point);
      figures_of(row);
      json_.end_object();
    }
    json_.end_array();
  }

  void members(const MorrisAnswer& answer) {
    json_.member("measure", measure()).key("parameters").begin_array();
    for (std::size_t i = 0; i < answer.effects.size(); ++i) {
      json_.begin_object().member("paramId", answer_.knobs[i]);
      json_.member("mu", answer.effects[i].mean).member("muStar", answer.effects[i].mean_size);
      json_.member("sigma", answer.effects[i].deviation).end_object();
    }
    json_.end_array();
  }

  void members(const SobolAnswer& answer) {
    json_.member("measure", measure()).member("samples", answer.samples);
    json_.key("parameters").begin_array();
    for (std::size_t i = 0; i < answer.indices.size(); ++i) {
      const SobolIndex& index = answer.indices[i];
      json_.begin_object().member("paramId", answer_.knobs[i]).member("first", index.first);
      json_.member("total", index.total).member("firstError", index.first_error);
      json_.member("totalError", index.total_error).end_object();
    }
    json_.end_array();
  }

  void members(const EnsembleAnswer& answer) {
    json_.key("measures").begin_object();
    for (std::size_t i = 0; i < answer.spreads.size(); ++i) {
      const EnsembleAnswer::Spread& spread = answer.spreads[i];
      json_.key(figures::to_text(answer_.measures[i])).begin_object();
      json_.member("p5", spread.p5).member("p25", spread.p25).member("median", spread.median);
      json_.member("p75", spread.p75).member("p95", spread.p95).member("mean", spread.mean);
      json_.member("values", spread.values).end_object();
    }
    json_.end_object().key("bands").begin_object();
    for (const EnsembleAnswer::Bands& bands : answer.bands) {
      json_.key(bands.series).begin_object();
      const std::pair<const char*, const std::vector<double>*> rows[] = {{"p5", &bands.p5},
                                                                         {"p25", &bands.p25},
                                                                         {"median", &bands.median},
                                                                         {"p75", &bands.p75},
                                                                         {"p95", &bands.p95}};
      for (const auto& [name, values] : rows) {
        json_.key(name);
        numbers(*values);
      }
      json_.end_object();
    }
    json_.end_object().key("expectations").begin_array();
    for (const EnsembleAnswer::Chance& chance : answer.chances) {
      json_.begin_object().member("expectation", chance.expectation);
      json_.member("probability", chance.probability).member("text", chance.text).end_object();
    }
    json_.end_array();
  }

  const StudyAnswer& answer_;
  JsonWriter& json_;
};

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string made = "\"";
  for (const char c : text) made += c == '"' ? std::string("\"\"") : std::string(1, c);
  return made + "\"";
}

}  // namespace

std::string to_json(const StudyAnswer& answer, JsonWriter::Layout layout,
                    const std::string& study_id) {
  JsonWriter json(layout);
  AnswerWriter(answer, json).write(study_id);
  return json.take();
}

std::string to_csv(const StudyAnswer& answer) {
  std::string text;
  for (const std::string& knob : answer.knobs) text += quoted(knob) + ",";
  for (const figures::Figure& figure : answer.measures)
    text += quoted(figures::to_text(figure)) + ",";
  if (!text.empty()) text.back() = '\n';
  for (const StudyRow& row : answer.rows) {
    std::string line;
    for (const double value : row.point) line += format_number(value) + ",";
    for (const figures::FigureValue& value : row.figures) {
      line += (is_absent(value.value) ? "" : format_number(value.value)) + ",";
    }
    if (!line.empty()) line.back() = '\n';
    text += line;
  }
  return text;
}

}  // namespace flowtime::studies
