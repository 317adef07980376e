#include "terminal/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "problems/catalogue.h"
#include "sys/io_problem.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kBufferBytes = 1 << 16;

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

int terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  // Narrower ones would wrap every word.
  return std::max<int>(40, size.ws_col);
}

}  // namespace

Console::Console()
    : out_is_terminal_(::isatty(STDOUT_FILENO) != 0),
      err_is_terminal_(::isatty(STDERR_FILENO) != 0) {
  if (out_is_terminal_) width_ = terminal_width();
}

void Console::out(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void Console::err(std::string_view text) {
  // Standard output first: what was printed before an error is read before it.
  flush();
  // There is no other place to report a failure of this.
  static_cast<void>(write_all(STDERR_FILENO, text));
}

void Console::problems(const Problems& problems, const std::string& file) {
  err(to_text(problems::with_remedies(problems), file.empty() ? "flowtime" : file));
}

void Console::flush() {
  // The first failure says why; later ones follow from it.
  if (!write_all(STDOUT_FILENO, buffer_) && error_number_ == 0) error_number_ = errno;
  buffer_.clear();
}

Problems Console::lost_output() {
  flush();
  if (error_number_ == 0) return {};
  return {output_problem(error_number_)};
}

}  // namespace flowtime::cli
