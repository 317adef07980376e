#include "cli/progress_bar.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace flowtime::cli {
namespace {

constexpr std::int64_t kQuietNs = 400'000'000;  // work that ends sooner shows no bar
constexpr int kBarWidth = 40;

std::int64_t steady_ns() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

}  // namespace

ProgressBar::ProgressBar(Console& console, std::string unit)
    : console_(console), unit_(std::move(unit)), started_ns_(steady_ns()) {}

std::string ProgressBar::text_of(std::int64_t done, std::int64_t total) const {
  if (total <= 0) return std::to_string(done) + " " + unit_;
  const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const int percent = static_cast<int>(100 * share), filled = percent * kBarWidth / 100;
  return "[" + std::string(static_cast<std::size_t>(filled), '#') +
         std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + "] " +
         std::to_string(percent) + " % of " + std::to_string(total) + " " + unit_;
}

void ProgressBar::show(std::int64_t done, std::int64_t total) {
  if (!console_.err_is_terminal() || steady_ns() - started_ns_ < kQuietNs) return;
  std::string text = text_of(done, total);
  if (text == shown_) return;
  shown_ = std::move(text);
  console_.err("\r" + shown_);
}

void ProgressBar::clear() {
  if (!shown_.empty()) console_.err("\r\033[K");
  shown_.clear();
}

}  // namespace flowtime::cli
