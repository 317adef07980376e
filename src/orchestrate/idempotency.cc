#include "orchestrate/idempotency.h"
