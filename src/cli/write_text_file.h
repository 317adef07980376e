// Files that commands write where the user said: a model laid out, a snapshot, a report.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime::cli {

// Afterwards the file holds the text whole; when that fails it is as it was. Its permissions stay,
// a link leads on to its file, and what is not a regular file (a pipe, /dev/stdout) is written
// into. Problems: io codes.
Result<Done> write_text_file(const std::string& path, std::string_view text);

}  // namespace flowtime::cli
