#include "program/memory.h"

#include "sys/memory_return.h"

#ifndef FT_SANITIZED
#include <mimalloc.h>
#endif

namespace flowtime {

void prepare_memory() {
#ifndef FT_SANITIZED
  mi_option_enable(mi_option_large_os_pages);
  set_memory_return([] { mi_collect(true); });
#endif
}

}  // namespace flowtime
