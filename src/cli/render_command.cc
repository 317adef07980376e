// Two pictures: the graph of a run (layout, at one bin or over all), and a card with what it says.
// The forms exclude each other, which is checked before the run is opened.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/quiet_host.h"
#include "cli/template_input.h"
#include "inspect/compare_runs.h"
#include "inspect/layout_run.h"
#include "inspect/run_card.h"
#include "picture/picture.h"

namespace flowtime::cli {
namespace {

Problem invalid_form(const char* message, const char* remedy) {
  return {.code = "invalid_option", .message = message, .remedy = remedy};
}

// What was asked for does not go together, or nothing was.
std::optional<Problem> form_problem(const Arguments& arguments, bool is_terminal) {
  const int forms = static_cast<int>(arguments.has("--svg")) +
                    static_cast<int>(arguments.has("--json")) +
                    static_cast<int>(arguments.has("--card"));
  if (forms != 1) {
    return invalid_form("the command 'render' needs a form of output",
                        "Give --svg for the drawing, --json for the places or --card for a card.");
  }
  if (!arguments.has("--card") && (arguments.has("--png") || arguments.has("--against"))) {
    return invalid_form("the options '--png' and '--against' need '--card'",
                        "Give --card as well.");
  }
  if (arguments.has("--card") && arguments.has("--at")) {
    return invalid_form("a card shows the whole run, so '--card' excludes '--at'",
                        "Leave --at out.");
  }
  if (arguments.has("--png") && is_terminal) {
    return invalid_form("a PNG cannot be shown on a terminal",
                        "Send it to a file: flowtime render RUN --card --png > card.png");
  }
  return std::nullopt;
}

int draw_graph(const RunHost& host, const Arguments& arguments, Console& console) {
  Layouts layouts;
  const auto layout =
      layout_run(host, layouts, {.run_id = arguments.get("RUN"), .at = arguments.get("--at")});
  if (!layout) return refuse(layout.problems(), console);
  console.out(arguments.has("--svg") ? to_svg(*layout)
                                     : to_json(*layout, JsonWriter::Layout::kIndented) + "\n");
  return kDone;
}

struct Card {
  Picture picture;
  std::string title;
};

Result<Card> card_of_run(const RunHost& host, const std::string& run_id) {
  FT_TRY(const auto run, open_for_queries(host.env, run_id));
  return Card{run_card(*run->run, card_fix(host, *run->run)), card_title(*run->run)};
}

Result<Card> card_of_two(const RunHost& host, const std::string& before, const std::string& after) {
  OpenRuns runs(host.env);
  Explainers explainers(runs);
  FT_TRY(const auto comparisons, compare_runs(host, explainers, {.run_ids = {before, after}}));
  FT_TRY(const auto first, runs.open(before));
  FT_TRY(const auto second, runs.open(after));
  const Comparison& comparison = comparisons.front();
  return Card{comparison_card(*first->run, *second->run, comparison), comparison.sentence};
}

int draw_card(const RunHost& host, const Arguments& arguments, Console& console) {
  const std::string run = arguments.get("RUN");
  const auto card = arguments.has("--against") ? card_of_two(host, arguments.get("--against"), run)
                                               : card_of_run(host, run);
  if (!card) return refuse(card.problems(), console);
  console.out(arguments.has("--png") ? to_png(card->picture) : to_svg(card->picture, card->title));
  return kDone;
}

int draw_run(const Arguments& arguments, Console& console) {
  if (const auto problem = form_problem(arguments, console.out_is_terminal())) {
    return refuse({*problem}, console);
  }
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const QuietHost quiet(arguments, *root->env, console);
  return arguments.has("--card") ? draw_card(quiet.host(), arguments, console)
                                 : draw_graph(quiet.host(), arguments, console);
}

}  // namespace

Command render_command() {
  return {.name = "render",
          .summary = "a stored run as a picture",
          .positionals = {{.name = "RUN", .help = "the id of a run"}},
          .options = {{.name = "--svg", .value = "", .help = "the picture, as SVG"},
                      {.name = "--json", .value = "", .help = "the places of the nodes, as JSON"},
                      {.name = "--at",
                       .value = "BIN|TIME",
                       .help = "colours and figures of one bin, or of a time in it"},
                      {.name = "--card",
                       .value = "",
                       .help = "what the run shows on a card of 1,200 x 630, as SVG"},
                      {.name = "--png", .value = "", .help = "the card as PNG"},
                      {.name = "--against",
                       .value = "RUN",
                       .help = "the card of a comparison with this run, which is the one before"},
                      templates_dir_option(),
                      data_dir_option()},
          .examples = {"flowtime render monday --svg > monday.svg",
                       "flowtime render monday --svg --at 14:00 > monday.svg",
                       "flowtime render monday --card > monday.svg"},
          .run = draw_run};
}

}  // namespace flowtime::cli
