#include "cli/commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "terminal/man_page.h"

namespace flowtime::cli {
namespace {

TEST(CommandTable, EveryCommandIsComplete) {
  for (const Command& command : commands(nullptr)) {
    EXPECT_FALSE(command.summary.empty()) << command.name;
    EXPECT_NE(command.run, nullptr) << command.name;
    for (const Option& option : command.options) {
      EXPECT_TRUE(option.name.starts_with("--")) << command.name;
      EXPECT_FALSE(option.help.empty()) << command.name << " " << option.name;
    }
  }
}

TEST(ManPage, OfEveryCommandOnce) {
  const std::vector<Command> all = commands(nullptr);
  const std::vector<ManPage> pages = man_pages(all, "1");
  EXPECT_EQ(pages.size(), all.size() + 1);
  std::set<std::string> names;
  for (const ManPage& page : pages) names.insert(page.name);
  EXPECT_EQ(names.size(), pages.size());
  EXPECT_EQ(names.count("flowtime-runs-verify"), 1u);
}

// Nothing but the requests that were meant begins a line.
TEST(ManPage, LinesAreTextOrKnownRequests) {
  for (const ManPage& page : man_pages(commands(nullptr), "1")) {
    std::size_t at = 0;
    while (at < page.roff.size()) {
      const std::size_t end = std::min(page.roff.find('\n', at), page.roff.size());
      const std::string line = page.roff.substr(at, end - at);
      const bool known = line.starts_with(".TH ") || line.starts_with(".SH ") || line == ".TP" ||
                         line == ".nf" || line == ".fi";
      EXPECT_TRUE(known || (!line.starts_with(".") && !line.starts_with("'"))) << line;
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace flowtime::cli
