// Text as one word of a command that somebody can paste into a shell.
#pragma once

#include <string>

namespace flowtime::cli {

// In single quotes when a POSIX shell would read it as anything else than itself.
// Example: "a b" gives 'a b', "it's" gives 'it'\''s', "runs/r1" stays.
std::string shell_word(const std::string& text);

}  // namespace flowtime::cli
