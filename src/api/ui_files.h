// The files of the web UI, inside the program.
#pragma once

#include <string_view>
#include <vector>

namespace flowtime::api {

// Views into the program's data: valid for its life.
struct UiFile {
  std::string_view path;  // "/index.html", "/assets/index-1a2b3c.js"
  std::string_view bytes;
};
// By path. Empty in a build without ui/dist.
const std::vector<UiFile>& ui_files();

}  // namespace flowtime::api
