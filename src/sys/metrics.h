// Counters, histograms and gauges of the process, and their text for a scraper.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowtime {

// Label names and values; a metric always has the same names.
// In the order of the metric's names.
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// What a metric is called and what it says; lives as long as the program.
struct Metric {
  const char* name = "";  // "run_created_total"
  const char* help = "";
  // A last bucket without a bound is always there.
  std::vector<double> buckets{};  // of a histogram: upper bounds, ascending
};

// Where figures go. Every call may come from several threads.
// count() adds 1; observe() adds one value to a histogram; set() replaces a gauge.
class MetricsSink {
 public:
  virtual ~MetricsSink() = default;
  virtual void count(const Metric& metric, const MetricLabels& labels) = 0;
  virtual void observe(const Metric& metric, const MetricLabels& labels, double value) = 0;
  virtual void set(const Metric& metric, const MetricLabels& labels, double value) = 0;
};

class NullMetrics : public MetricsSink {
 public:
  void count(const Metric&, const MetricLabels&) override {}
  void observe(const Metric&, const MetricLabels&, double) override {}
  void set(const Metric&, const MetricLabels&, double) override {}
};

// Keeps the figures of the process.
// Figures start at 0 with the process and are never removed; a label with many values costs memory.
class MetricsRegistry : public MetricsSink {
 public:
  MetricsRegistry();
  ~MetricsRegistry() override;
  void count(const Metric& metric, const MetricLabels& labels) override;
  void observe(const Metric& metric, const MetricLabels& labels, double value) override;
  void set(const Metric& metric, const MetricLabels& labels, double value) override;

  // Everything so far, in the Prometheus text format 0.0.4, metrics and labels in order.
  // A figure appears once it was counted, observed or set.
  std::string exposition() const;
  // For the header of the answer.
  static const char* content_type() { return "text/plain; version=0.0.4; charset=utf-8"; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flowtime
