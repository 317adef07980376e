#include "terminal/man_page.h"

#include <gtest/gtest.h>

namespace flowtime::cli {
namespace {

std::vector<Command> things_table() {
  return {
      {.name = "things drop",
       .summary = "drop things",
       .positionals = {{.name = "THING", .help = "which", .repeats = true}},
       .options = {{.name = "--how", .value = "HOW", .help = "way", .choices = {"fast", "slow"}},
                   {.name = "--set", .value = "A=B", .help = "change", .repeats = true}},
       .notes = ".5 is not a request,\n'quoted' neither, and \\ stays.",
       .examples = {"flowtime things drop tea"},
       .run = {}}};
}

TEST(ManPage, SaysAllThatTheTableKnows) {
  const std::vector<ManPage> pages = man_pages(things_table(), "1.2.3");
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages[0].name, "flowtime");
  EXPECT_NE(pages[0].roff.find("\\fBflowtime\\-things\\-drop\\fR(1)\ndrop things\n"),
            std::string::npos);
  EXPECT_EQ(pages[1].name, "flowtime-things-drop");
  for (const char* part :
       {".TH FLOWTIME\\-THINGS\\-DROP 1 \"\" \"flowtime 1.2.3\" \"FlowTime\"\n",
        "flowtime\\-things\\-drop \\- drop things\n",
        "\\fBflowtime things drop\\fR \\fITHING\\fR ... [options]\n", ".TP\n\\fITHING\\fR\nwhich\n",
        ".TP\n\\fB\\-\\-how\\fR \\fIHOW\\fR\nway\nOne of fast, slow.\n",
        ".TP\n\\fB\\-\\-set\\fR \\fIA=B\\fR ...\nchange\n",
        "\\&.5 is not a request,\n\\&'quoted' neither, and \\e stays.\n",
        ".nf\nflowtime things drop tea\n.fi\n", ".SH EXIT STATUS\n"}) {
    EXPECT_NE(pages[1].roff.find(part), std::string::npos) << part << "\n" << pages[1].roff;
  }
}

}  // namespace
}  // namespace flowtime::cli
