#include "orchestrate/run_list.h"
