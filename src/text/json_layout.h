// JSON text laid out anew, without touching a value.
#pragma once

#include <string>
#include <string_view>

namespace flowtime {

// `json` as JsonWriter lays out kIndented: two spaces, one member per line. Numbers and strings
// keep every character. `json` is valid JSON; what is not comes back in some layout, not checked.
// Linear in the length; one copy. Empty objects and arrays stay on one line. No newline at the end.
std::string indented_json(std::string_view json);

}  // namespace flowtime
