// The command line as a whole: one command, one exit code.
#pragma once

#include <string>
#include <vector>

#include "host/page_parts.h"
#include "host/serve_settings.h"

namespace flowtime::cli {

// `words` without the name of the program; `serve` is what `flowtime serve` calls, `parts` what
// `flowtime export-page` fills.
// Exit codes: 0 done, 1 refused or broken expectations, 2 wrong usage (terminal/command.h); a
// process that SIGINT stopped ends by that signal. Never throws.
int run_program(const std::vector<std::string>& words, ServeFunction serve,
                PagePartsFunction parts);

}  // namespace flowtime::cli
