// What a failed check says in a build without exceptions.
#pragma once

namespace flowtime {

// In such a build (the page's module) a failed FT_CHECK traps, and this is its text; "" before, and
// in every other build.
// Valid for the life of the program; zero-terminated.
const char* last_failed_check();

}  // namespace flowtime
