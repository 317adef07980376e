// The program `flowtime`: the command line, and the server that it may start.
#include "api/serve.h"
#include "cli/program.h"
#include "program/memory.h"

int main(int argc, char** argv) {
  flowtime::prepare_memory();
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return flowtime::cli::run_program(words, flowtime::api::serve);
}
