#include <algorithm>

#include "cli/commands.h"
#include "host/program_version.h"
#include "sys/env.h"
#include "terminal/man_page.h"

namespace flowtime::cli {
namespace {

Problem no_such_page(const std::string& name) {
  return {.code = "unknown_page",
          .message = "there is no manual page '" + name + "'",
          .remedy = "'flowtime man' lists them under COMMANDS."};
}

int write_all(const std::vector<ManPage>& pages, const std::string& directory, Console& console) {
  const std::unique_ptr<Env> env = posix_env(directory);
  // The directory itself; pages are written until one fails.
  Result<Done> written = env->make_directories("");
  for (const ManPage& page : pages) {
    if (written) written = env->write_file(page.name + ".1", page.roff);
  }
  if (written) return kDone;
  return refuse(written.problems(), console, directory);
}

int print_man_pages(const Arguments& arguments, Console& console) {
  const std::vector<ManPage> pages = man_pages(commands(nullptr), program_version().version);
  if (arguments.has("--out")) return write_all(pages, arguments.get("--out"), console);
  const std::string name = arguments.get("--page", "flowtime");
  const auto page = std::find_if(pages.begin(), pages.end(),
                                 [&](const ManPage& candidate) { return candidate.name == name; });
  if (page == pages.end()) return refuse({no_such_page(name)}, console);
  console.out(page->roff);
  return kDone;
}

}  // namespace

Command man_command() {
  return {.name = "man",
          .summary = "print or write the manual pages",
          .options = {{.name = "--page",
                       .value = "NAME",
                       .help = "which page; else that of the program, flowtime"},
                      {.name = "--out",
                       .value = "DIR",
                       .help = "write every page to DIR/<name>.1 instead",
                       .takes_file = true}},
          .examples = {"flowtime man --page flowtime-run | man -l -", "flowtime man --out man1"},
          .run = print_man_pages};
}

}  // namespace flowtime::cli
