#include "sys/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <locale>
#include <sstream>
#include <tuple>

namespace flowtime {
namespace {

prometheus::Labels labels_of(const MetricLabels& labels) {
  return prometheus::Labels(labels.begin(), labels.end());
}

bool by_labels(const prometheus::ClientMetric& a, const prometheus::ClientMetric& b) {
  return std::lexicographical_compare(a.label.begin(), a.label.end(), b.label.begin(),
                                      b.label.end(), [](const auto& x, const auto& y) {
                                        return std::tie(x.name, x.value) <
                                               std::tie(y.name, y.value);
                                      });
}

}  // namespace

struct MetricsRegistry::Impl {
  prometheus::Registry registry;
};

MetricsRegistry::MetricsRegistry() : impl_(std::make_unique<Impl>()) {}
MetricsRegistry::~MetricsRegistry() = default;

// Families and their members are found again by name and labels, so nothing is remembered here.
void MetricsRegistry::count(const Metric& metric, const MetricLabels& labels) {
  prometheus::BuildCounter()
      .Name(metric.name)
      .Help(metric.help)
      .Register(impl_->registry)
      .Add(labels_of(labels))
      .Increment();
}

void MetricsRegistry::observe(const Metric& metric, const MetricLabels& labels, double value) {
  prometheus::BuildHistogram()
      .Name(metric.name)
      .Help(metric.help)
      .Register(impl_->registry)
      .Add(labels_of(labels), metric.buckets)
      .Observe(value);
}

void MetricsRegistry::set(const Metric& metric, const MetricLabels& labels, double value) {
  prometheus::BuildGauge()
      .Name(metric.name)
      .Help(metric.help)
      .Register(impl_->registry)
      .Add(labels_of(labels))
      .Set(value);
}

std::string MetricsRegistry::exposition() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (prometheus::MetricFamily& family : families) {
    std::sort(family.metric.begin(), family.metric.end(), by_labels);
  }
  std::ostringstream text;
  text.imbue(std::locale::classic());
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

}  // namespace flowtime
