// libFuzzer's entry; ./dev fuzz builds it with clang.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "session_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  flowtime::abort_on_check_failure();
  flowtime::fuzz::run_session({reinterpret_cast<const char*>(data), size});
  return 0;
}
