#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "inspect/layout_run.h"

namespace flowtime::cli {
namespace {

int draw_run(const Arguments& arguments, Console& console) {
  if (arguments.has("--svg") == arguments.has("--json")) {
    return refuse({Problem{.code = "invalid_option",
                           .message = "in which form is the run to be drawn?",
                           .remedy = "Give --svg for the drawing or --json for the places."}},
                  console);
  }
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  NullLogSink log;
  ConsoleObserver observer(console);
  const RunHost host{.env = *root->env, .log = log, .observer = observer};
  Layouts layouts;
  const auto layout =
      layout_run(host, layouts, {.run_id = arguments.get("RUN"), .at = arguments.get("--at")});
  if (!layout) return refuse(layout.problems(), console);
  console.out(arguments.has("--svg") ? to_svg(*layout)
                                     : to_json(*layout, JsonWriter::Layout::kIndented) + "\n");
  return kDone;
}

}  // namespace

Command render_command() {
  return {.name = "render",
          .summary = "a stored run as a picture",
          .positionals = {{.name = "RUN", .help = "the id of a run"}},
          .options = {{.name = "--svg", .value = "", .help = "the picture, as SVG"},
                      {.name = "--json", .value = "", .help = "where things stand, as JSON"},
                      {.name = "--at",
                       .value = "BIN|TIME",
                       .help = "colours and figures of one bin, or of a time in it"},
                      data_dir_option()},
          .examples = {"flowtime render monday --svg > monday.svg",
                       "flowtime render monday --svg --at 14:00 > monday.svg"},
          .run = draw_run};
}

}  // namespace flowtime::cli
