#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/model_input.h"
#include "pipeline/evaluate_model.h"

namespace flowtime::cli {
namespace {

int print_plan(const Arguments& arguments, Console& console) {
  const auto source = read_model_source(arguments);
  if (!source) return refuse(source.problems(), console);
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  StageClock clock(*env, observer);
  const auto text = plan_model(*source, clock);
  if (!text) return refuse(text.problems(), console, document_of(clock.current(), *source));
  console.out(*text);
  return kDone;
}

}  // namespace

Command plan_command() {
  return {
      .name = "plan",
      .summary = "print what evaluation of a model does, step by step",
      .positionals = {model_positional()},
      .options = model_options(),
      .notes = "One line per step, in the order of evaluation; docs/testing.md explains the form.",
      .examples = {"flowtime plan checkout.yaml"},
      .run = print_plan};
}

}  // namespace flowtime::cli
