// The page that is one file, in the parts that the program carries. The command line asks for them,
// the web UI has them: neither side includes the other.
#pragma once

#include <string_view>

namespace flowtime {

// Views into the program's data.
struct PageParts {
  std::string_view page;    // HTML with empty elements #ft-model and #ft-module
  std::string_view module;  // the engine's module, as gzip
};

// Both empty in a build without ui/dist.
using PagePartsFunction = PageParts (*)();

}  // namespace flowtime
