// LiveModel: a text that was compiled, with values that can be changed again and again. Each change
// evaluates only what is downstream of it, and so does an edited text.
//
// One object belongs to one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "base/result.h"
#include "eval/live_values.h"
#include "host/limits.h"
#include "sessions/named_model.h"
#include "sys/env.h"
#include "whatif/subject.h"

namespace flowtime::sessions {

// A value of a parameter: a number, or one per bin.
// What a client asks for; not checked yet.
// With `is_list` one value per bin from bin 0 on, else exactly one value.
struct Override {
  std::string id{};  // or a knob: "capacity*" (whatif/knob.h)
  std::vector<double> values{};
  bool is_list = false;
};

// An id that names nothing, and what may have been meant.
// Answered, not refused: a page may send the values of a text of a moment ago.
struct Ignored {
  std::string id, remedy;
};

// What opening and setting need of the session; refers to it for the length of a call.
struct Opening {
  Env& env;
  const Limits& limits;
  StopToken& stop;
  // Whether a model may take so many bytes, besides what the session has.
  std::function<Result<Done>(std::int64_t bytes)> may_take;
};

//
// Values have the same bits as those of a run of the same text with the same values.
class LiveModel {
 public:
  // With the values that the text has. What `before`, which may be null, has computed is taken over
  // where it is the same. Where there is not room for both, `before` is dropped before anything is
  // evaluated. Problems: those of model_subject, of `may_take`; stopped.
  static Result<std::unique_ptr<LiveModel>> open(const Opening& opening, const ModelSource& source,
                                                 std::unique_ptr<LiveModel>& before);
  // The same of a model that was found by its name; `named.source` is left out.
  static Result<std::unique_ptr<LiveModel>> open(const Opening& opening, const NamedModel& named,
                                                 std::unique_ptr<LiveModel>& before);
  // Compiled variants that the subject of a live model keeps.
  static constexpr std::size_t kKeptVariants = 2;

  // The values of the text but for these. A list that is shorter than the grid leaves 0 in the bins
  // behind it; of a longer one the rest is not looked at. Ids that name nothing are left out.
  // Problems, after which the values are those before: those of Subject::scenario and `may_take`;
  // parameter_needs_one_value, setting_number; stopped.
  // Each call starts from the text, not from the last values. Example: set({}) restores the text's.
  Result<std::vector<Ignored>> set(const Opening& opening, std::span<const Override> overrides);

  const whatif::Subject& subject() const { return *subject_; }
  const Model& model() const { return *scenario_.model; }
  const Plan& plan() const { return *live_->plan(); }
  // Of the last change. The rows are valid until the next set().
  const LiveValues& values() const { return *live_; }
  // Grows by one with every change of a value or of the text.
  std::int64_t revision() const { return revision_; }
  // As estimated; of the text, the model and all its values.
  std::int64_t bytes() const { return bytes_; }

  // What reading, compiling and checking have to say of the values as they are.
  // Each reads all values once; neither is kept.
  // O(series x bins).
  std::vector<Finding> findings() const;
  Judgement judgement() const;

 private:
  LiveModel() = default;
  static std::int64_t bytes_for(std::size_t text_bytes, const Plan& plan);
  Result<Done> evaluate(const Opening& opening, std::unique_ptr<LiveModel>& before);
  Result<whatif::Scenario> scenario_of(std::span<const Override> overrides,
                                       std::vector<Ignored>& ignored) const;
  Result<Done> add_list(whatif::Scenario& scenario, const Override& list,
                        std::vector<Ignored>& ignored) const;
  Result<Done> show(const Opening& opening, whatif::Scenario scenario);

  std::shared_ptr<const whatif::Subject> subject_;
  ThresholdOverrides thresholds_;
  whatif::Scenario scenario_;
  std::unique_ptr<LiveValues> live_;
  std::int64_t revision_ = 0, bytes_ = 0;
};

}  // namespace flowtime::sessions
