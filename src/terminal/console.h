// Console: standard output and standard error, and what is known of them.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.h"

namespace flowtime::cli {

// One per process. Not thread safe. A failed write is remembered, not thrown.
class Console {
 public:
  Console();
  // Up to 64 kB wait; flush() before the program ends is the caller's.
  void out(std::string_view text);  // buffered
  void err(std::string_view text);  // at once, after what is buffered
  // Problems in the form of base/problem.h; `file` names the document they are about. Without one
  // the program speaks.
  void problems(const Problems& problems, const std::string& file = "");
  // As it was when the console was made.
  bool out_is_terminal() const { return out_is_terminal_; }
  bool err_is_terminal() const { return err_is_terminal_; }
  int width() const { return width_; }  // columns of the terminal, else 100
  // Writes what is buffered.
  // A failure is kept for lost_output().
  void flush();
  // The problem, when standard output did not take everything so far.
  // Flushes first. Empty: everything is out.
  Problems lost_output();

 private:
  std::string buffer_;
  int error_number_ = 0;  // of the first write that failed
  bool out_is_terminal_ = false, err_is_terminal_ = false;
  int width_ = 100;
};

}  // namespace flowtime::cli
