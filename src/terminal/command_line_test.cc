#include "terminal/command_line.h"

#include <gtest/gtest.h>

#include "terminal/completions.h"

namespace flowtime::cli {
namespace {

using Words = std::vector<std::string>;

int nothing(const Arguments&, Console&) { return kDone; }

std::vector<Command> table() {
  return {
      {.name = "make",
       .summary = "make a thing",
       .positionals = {{.name = "THING", .help = "what to make"}},
       .options = {{.name = "--set", .value = "A=B", .help = "change", .repeats = true},
                   {.name = "--how", .value = "HOW", .help = "way", .choices = {"fast", "slow"}},
                   {.name = "--dry", .value = "", .help = "do not"},
                   {.name = "--into", .value = "FILE", .help = "where", .letter = "-i"}},
       .examples = {"flowtime make tea"},
       .run = nothing},
      {.name = "things list", .summary = "things", .run = nothing},
      {.name = "things drop",
       .summary = "drop things",
       .positionals = {{.name = "THING", .help = "which", .repeats = true}},
       .run = nothing}};
}

TEST(CommandLine, Invocations) {
  const std::vector<Command> commands = table();
  const auto parsed = parse_command_line(
      {"make", "--set", "a=1", "-", "--dry", "--set=b=2", "--how", "slow", "--set", "-3"},
      commands);
  const auto* call = std::get_if<Invocation>(&parsed);
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->command->name, "make");
  EXPECT_EQ(call->arguments.get("THING"), "-");
  EXPECT_EQ(call->arguments.all("--set"), (Words{"a=1", "b=2", "-3"}));
  EXPECT_EQ(call->arguments.get("--how"), "slow");
  EXPECT_TRUE(call->arguments.has("--dry"));
  EXPECT_FALSE(call->arguments.has("--wet"));
  EXPECT_EQ(call->arguments.get("--wet", "no"), "no");
}

TEST(CommandLine, AnOptionMayHaveALetter) {
  const std::vector<Command> commands = table();
  for (const Words& words : {Words{"make", "tea", "-i", "cup"}, Words{"make", "-icup", "tea"},
                             Words{"make", "tea", "--into", "cup"}}) {
    const auto parsed = parse_command_line(words, commands);
    const auto* call = std::get_if<Invocation>(&parsed);
    ASSERT_NE(call, nullptr);
    EXPECT_EQ(call->arguments.get("--into"), "cup");
  }
  const auto missing = parse_command_line({"make", "tea", "-i"}, commands);
  ASSERT_TRUE(std::holds_alternative<UsageError>(missing));
  EXPECT_EQ(std::get<UsageError>(missing).message, "The option '--into' needs a value: FILE.");
  EXPECT_NE(help_text(HelpRequest{&commands[0], ""}, commands).find("  -i, --into FILE"),
            std::string::npos);
}

TEST(CommandLine, Groups) {
  const std::vector<Command> commands = table();
  const auto parsed = parse_command_line({"things", "drop", "a", "b"}, commands);
  const auto* call = std::get_if<Invocation>(&parsed);
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->arguments.all("THING"), (Words{"a", "b"}));
  const auto after_dashes = parse_command_line({"things", "drop", "--", "--help"}, commands);
  ASSERT_TRUE(std::holds_alternative<Invocation>(after_dashes));
  EXPECT_EQ(std::get<Invocation>(after_dashes).arguments.get("THING"), "--help");
}

TEST(CommandLine, HelpIsEverywhere) {
  const std::vector<Command> commands = table();
  struct Row {
    Words words;
    const char *command, *group;
  };
  const Row rows[] = {{{}, "", ""},
                      {{"--help"}, "", ""},
                      {{"-h"}, "", ""},
                      {{"help"}, "", ""},
                      {{"make", "--help"}, "make", ""},
                      {{"make", "--how", "-h"}, "make", ""},
                      {{"help", "make"}, "make", ""},
                      {{"things"}, "", "things"},
                      {{"things", "--help"}, "", "things"},
                      {{"help", "things"}, "", "things"},
                      {{"things", "drop", "--help"}, "things drop", ""}};
  for (const Row& row : rows) {
    const auto parsed = parse_command_line(row.words, commands);
    const auto* help = std::get_if<HelpRequest>(&parsed);
    ASSERT_NE(help, nullptr);
    EXPECT_EQ(help->command ? help->command->name : "", row.command);
    EXPECT_EQ(help->group, row.group);
    EXPECT_FALSE(help_text(*help, commands).empty());
  }
}

TEST(CommandLine, Version) {
  const std::vector<Command> commands = table();
  EXPECT_FALSE(std::get<VersionRequest>(parse_command_line({"--version"}, commands)).json);
  EXPECT_TRUE(std::get<VersionRequest>(parse_command_line({"--version", "--json"}, commands)).json);
  EXPECT_TRUE(std::holds_alternative<UsageError>(parse_command_line({"--version", "x"}, commands)));
}

TEST(CommandLine, WrongUsage) {
  const std::vector<Command> commands = table();
  const std::pair<Words, const char*> rows[] = {
      {{"mak"}, "did you mean 'make'?"},
      {{"thing", "list"}, "There is no command 'thing"},
      {{"things", "lst"}, "did you mean 'things list'?"},
      {{"make"}, "The command 'make' needs THING: what to make."},
      {{"make", "a", "b"}, "The argument 'b' is one too many."},
      {{"make", "a", "--sett", "x"}, "did you mean '--set'?"},
      {{"make", "a", "--wet=1"}, "The command 'make' has no option '--wet';"},
      {{"make", "a", "--how", "quickly"}, "The option '--how' takes fast or slow, not 'quickly'."},
      {{"make", "a", "--set"}, "The option '--set' needs a value: A=B."},
      {{"make", "a", "-x"}, "has no option '-x'"},
      {{"things", "list", "more"}, "'more' is one too many"},
  };
  for (const auto& [words, named] : rows) {
    const auto parsed = parse_command_line(words, commands);
    const auto* error = std::get_if<UsageError>(&parsed);
    ASSERT_NE(error, nullptr) << named;
    EXPECT_NE(error->message.find(named), std::string::npos) << error->message;
  }
}

TEST(CommandLine, HelpNamesEverything) {
  const std::vector<Command> commands = table();
  const std::string text = help_text({.command = &commands[0], .group = ""}, commands);
  for (const char* part : {"usage: flowtime make THING [options]", "--set A=B ...", "(fast, slow)",
                           "what to make", "flowtime make tea", "--help"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(Completions, NameEveryCommandAndOption) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell, table());
    for (const char* part : {"make", "things", "drop", "set", "slow"}) {
      EXPECT_NE(script.find(part), std::string::npos) << shell << " " << part;
    }
  }
  EXPECT_EQ(completion_script("tcsh", table()), "");
}

}  // namespace
}  // namespace flowtime::cli
