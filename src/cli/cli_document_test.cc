// docs/cli.md shows the help of every command, word for word. FT_UPDATE=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "terminal/command_line.h"

namespace flowtime::cli {
namespace {

const std::string kPath = FT_SOURCE_DIR "/docs/cli.md";
const std::string kBegin =
    "<!-- the help of every command; FT_UPDATE=1 ft_cli_test writes it -->\n";

std::string reference() {
  const std::vector<Command> table = commands(nullptr);
  std::string text;
  for (const Command& command : table) {
    text += "\n### flowtime " + std::string(command.name) + "\n\n```\n" +
            help_text({.command = &command, .group = ""}, table) + "```\n";
  }
  return text;
}

TEST(CliDocument, ShowsTheHelpOfEveryCommand) {
  std::ifstream in(kPath, std::ios::binary);
  std::stringstream read;
  read << in.rdbuf();
  const std::string text = read.str();
  const std::size_t begin = text.find(kBegin);
  ASSERT_NE(begin, std::string::npos) << "docs/cli.md lacks: " << kBegin;
  const std::string wanted = text.substr(0, begin + kBegin.size()) + reference();
  const char* update = std::getenv("FT_UPDATE");
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(kPath, std::ios::binary) << wanted;
    return;
  }
  EXPECT_EQ(text, wanted) << "FT_UPDATE=1 build/release/ft_cli_test writes it";
}

}  // namespace
}  // namespace flowtime::cli
