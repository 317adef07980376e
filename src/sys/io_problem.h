// errno -> Problem.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.h"

namespace flowtime {

// "cannot write runs/r1/run.json: no space left on the device [io_no_space]". `action` is the verb,
// `path` is relative to the root of the tree.
// Read and list failures of rights are io_not_readable, all others io_not_writable.
Problem io_problem(std::string_view action, std::string_view path, int error_number);
// Of an answer that standard output did not take: a full disk behind it, a closed pipe.
Problem output_problem(int error_number);

// The path is not a path of this tree (code io_outside_root).
Problem outside_root_problem(std::string_view path);

}  // namespace flowtime
