// libFuzzer's entry; ./dev fuzz builds it with clang.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "measured_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  flowtime::abort_on_check_failure();
  flowtime::fuzz::run_json_lines({reinterpret_cast<const char*>(data), size});
  return 0;
}
