#include "program/memory.h"

#ifndef FT_SANITIZED
#include <mimalloc.h>
#endif

namespace flowtime {

void prepare_memory() {
#ifndef FT_SANITIZED
  mi_option_enable(mi_option_large_os_pages);
#endif
}

}  // namespace flowtime
