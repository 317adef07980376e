// Where what was suggested for a run is kept: beside the runs, made again from the run.
#pragma once

#include <string>

namespace flowtime {

inline constexpr const char* kSuggestionsDirectory = "suggestions";
inline std::string suggestions_path(const std::string& run_id) {
  return std::string(kSuggestionsDirectory) + "/" + run_id + ".json";
}

}  // namespace flowtime
