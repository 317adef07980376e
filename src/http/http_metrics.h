// What is counted of requests.
#pragma once

#include <string_view>

#include "sys/metrics.h"

namespace flowtime::api {

// http_requests_total{method,route,status} and http_request_duration_ms{route}. The route is the
// pattern that matched, "none" when none did, so that clients cannot make up label values.
// Threads: any, as far as the sink allows.
// `elapsed_ms` in milliseconds, until the answer is ready to be sent; sending it is not counted.
void count_request(MetricsSink& metrics, std::string_view route, std::string_view method,
                   int status, double elapsed_ms);

}  // namespace flowtime::api
