#include "http/http_metrics.h"

#include <string>

namespace flowtime::api {
namespace {

const Metric& requests() {
  static const Metric metric{"http_requests_total", "Requests answered."};
  return metric;
}

const Metric& duration() {
  static const Metric metric{"http_request_duration_ms",
                             "From the last byte of a request to its answer.",
                             {0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30000}};
  return metric;
}

// Only the methods there are.
// Any other would be a label value that a client chose.
std::string method_label(std::string_view method) {
  for (std::string_view known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (method == known) return std::string(known);
  }
  return "other";
}

}  // namespace

void count_request(MetricsSink& metrics, std::string_view route, std::string_view method,
                   int status, double elapsed_ms) {
  const std::string label(route.empty() ? "none" : route);
  metrics.count(
      requests(),
      {{"method", method_label(method)}, {"route", label}, {"status", std::to_string(status)}});
  metrics.observe(duration(), {{"route", label}}, elapsed_ms);
}

}  // namespace flowtime::api
