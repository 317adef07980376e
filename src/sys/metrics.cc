#include "sys/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <locale>
#include <mutex>
#include <sstream>
#include <tuple>
#include <unordered_map>

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

// What belongs to a metric and its label values. Finding it through the registry builds tables of
// labels each time, so that what was found once is kept; the registry never drops anything.
template <class Figure>
class Known {
 public:
  template <class Find>
  Figure& get(const Metric& metric, const MetricLabels& labels, Find find) {
    const std::lock_guard guard(mutex_);
    // A member, so that its storage is used again: this is on the path of every request.
    key_ = metric.name;
    // Values alone: a metric always has the same names.
    for (const auto& [name, value] : labels) key_.append(1, '\0').append(value);
    auto at = figures_.find(key_);
    if (at == figures_.end()) at = figures_.emplace(key_, &find()).first;
    return *at->second;
  }

 private:
  std::mutex mutex_;
  std::string key_;
  std::unordered_map<std::string, Figure*> figures_;  // lookups only
};

struct MetricsRegistry::Impl {
  prometheus::Registry registry;
  Known<prometheus::Counter> counters;
  Known<prometheus::Histogram> histograms;
};

MetricsRegistry::MetricsRegistry() : impl_(std::make_unique<Impl>()) {}
MetricsRegistry::~MetricsRegistry() = default;

void MetricsRegistry::count(const Metric& metric, const MetricLabels& labels) {
  const auto find = [&]() -> prometheus::Counter& {
    return prometheus::BuildCounter()
        .Name(metric.name)
        .Help(metric.help)
        .Register(impl_->registry)
        .Add(labels_of(labels));
  };
  impl_->counters.get(metric, labels, find).Increment();
}

void MetricsRegistry::observe(const Metric& metric, const MetricLabels& labels, double value) {
  const auto find = [&]() -> prometheus::Histogram& {
    return prometheus::BuildHistogram()
        .Name(metric.name)
        .Help(metric.help)
        .Register(impl_->registry)
        .Add(labels_of(labels), metric.buckets);
  };
  impl_->histograms.get(metric, labels, find).Observe(value);
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
  // Decimal points, whatever the locale of the process.
  text.imbue(std::locale::classic());
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

}  // namespace flowtime
