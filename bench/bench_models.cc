#include "bench_models.h"

#include <cstdio>

#include "model_text.h"

namespace flowtime::bench {
namespace {

// A fixed linear congruential sequence in [0, 1).
class Sequence {
 public:
  double next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 33) / 2147483648.0;
  }

 private:
  std::uint64_t state_ = 12345;
};

double to_thousandths(double value) {
  return static_cast<double>(static_cast<std::int64_t>(value * 1000 + 0.5)) / 1000;
}

std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

void add_demand(ModelText& model, const std::string& id, std::int64_t bins) {
  std::string values;
  for (const double value : demand(bins)) values += (values.empty() ? "" : ",") + text_of(value);
  model.line("{id: " + id + ", kind: const, values: [" + values + "]}");
}

void add_chain(ModelText& model, int services, const std::string& source) {
  const std::vector<double> capacities = chain_capacities(services);
  std::string arrivals = source;
  for (int i = 0; i < services; ++i) {
    const std::string cap = numbered("cap", i), served = numbered("srv", i),
                      queue = numbered("q", i);
    model.expr(cap, text_of(capacities[static_cast<std::size_t>(i)]));
    model.expr(served, "MIN(" + cap + ", " + arrivals + " + SHIFT(" + queue + ", 1))");
    model.topology_node(
        "id: " + numbered("S", i) + ", kind: serviceWithBuffer, semantics: {arrivals: " + arrivals +
        ", served: " + served + ", capacity: " + cap + ", queueDepth: " + queue + "}");
    if (i > 0) {
      model.edge("id: " + numbered("e", i) + ", from: " + numbered("S", i - 1) +
                 ", to: " + numbered("S", i));
    }
    arrivals = served;
  }
}

std::string kernel_text(int taps, const char* tap) {
  std::string text = "[";
  for (int i = 0; i < taps; ++i) text += (i > 0 ? ", " : "") + std::string(tap);
  return text + "]";
}

std::string mixed_expression(int i) {
  const std::string p = numbered("x", i - 1), q = numbered("x", i * 7919 % i);
  switch (i % 8) {
    case 0: return p + " * 0.5 + SHIFT(" + q + ", " + std::to_string(1 + i % 12) + ") * 0.5";
    case 1: {
      const int taps = 4 + i % 13;
      char tap[32];
      std::snprintf(tap, sizeof tap, "%.4f", 1.0 / taps);
      return "CONV(" + p + ", " + kernel_text(taps, tap) + ")";
    }
    case 2: return "MIN(MAX(" + p + ", 10), " + q + " + 5)";
    case 3: return "CLAMP(" + p + " * 1.1 - 3, 0, 200)";
    case 4: return "SHIFT(" + p + ", 3) + SHIFT(" + q + ", 6) * 0.25";
    case 5: return p + " + STEP(" + q + ", 50) * PULSE(12, 3, 4)";
    case 6: return "ROUND(" + p + " / 3) * 3 + MOD(" + q + ", 7)";
    default: return "CONV(" + p + ", [0.0, 0.6, 0.3, 0.1])";
  }
}

}  // namespace

std::vector<double> demand(std::int64_t bins) {
  Sequence sequence;
  std::vector<double> values;
  for (std::int64_t t = 0; t < bins; ++t) {
    values.push_back(to_thousandths(80 + 40 * sequence.next()));
  }
  return values;
}

std::vector<double> chain_capacities(int services) {
  Sequence sequence;
  std::vector<double> capacities;
  for (int i = 0; i < services; ++i) {
    capacities.push_back(to_thousandths(95 + 10 * sequence.next()));
  }
  return capacities;
}

std::string chain_model(int services, std::int64_t bins) {
  ModelText model(bins);
  add_demand(model, "d0", bins);
  add_chain(model, services, "d0");
  return model.finish();
}

std::string long_chain_model(int services, std::int64_t bins) {
  ModelText model(bins);
  model.expr("d0", "80 + PULSE(7, 0, 60) + PULSE(288, 100, 500)");
  add_chain(model, services, "d0");
  return model.finish();
}

std::string expression_model(int expressions, std::int64_t bins) {
  ModelText model(bins);
  add_demand(model, "x0", bins);
  for (int i = 1; i < expressions; ++i) model.expr(numbered("x", i), mixed_expression(i));
  return model.finish();
}

std::string convolution_model(int convolutions, std::int64_t bins) {
  ModelText model(bins);
  add_demand(model, "x0", bins);
  for (int i = 1; i < convolutions; ++i) {
    model.expr(numbered("x", i),
               "CONV(" + numbered("x", i - 1) + ", " + kernel_text(64, "0.015625") + ")");
  }
  return model.finish();
}

std::string retry_model(int loops, std::int64_t bins) {
  ModelText model(bins);
  add_demand(model, "d0", bins);
  for (int i = 0; i < loops; ++i) {
    const std::string arrivals = numbered("arr", i), failures = numbered("fail", i);
    model.expr(arrivals, "d0 + CONV(" + failures + ", [0, 0.6, 0.3, 0.1])");
    model.expr(numbered("srv", i), "MIN(" + arrivals + ", 110)");
    model.expr(failures, "0.2 * " + numbered("srv", i));
  }
  return model.finish();
}

std::string class_router_model(int routers, std::int64_t bins) {
  std::string head = "classes:\n";
  for (int c = 0; c < 8; ++c) head += "  - {id: " + numbered("C", c) + "}\n";
  head += "traffic:\n  arrivals:\n";
  for (int c = 0; c < 8; ++c) {
    head += "    - {nodeId: s0, classId: " + numbered("C", c) +
            ", pattern: {kind: constant, ratePerBin: " + std::to_string(10 * (c + 1)) + "}}\n";
  }
  ModelText model(bins, head);
  add_demand(model, "s0", bins);
  for (int i = 0; i < routers; ++i) {
    const auto target = [&](const char* stem) { return numbered(stem, i); };
    model.line("{id: " + numbered("r", i) + ", kind: router, inputs: {queue: " + numbered("s", i) +
               "}, routes: [{target: " + target("a") + ", classes: [C0, C1]}, {target: " +
               target("b") + ", classes: [C2]}, {target: " + target("c") +
               ", classes: [C3, C4]}, {target: " + target("d") +
               ", weight: 3}, {target: " + target("e") + ", weight: 1}]}");
    model.expr(numbered("s", i + 1), target("a") + " + " + target("b") + " + " + target("c") +
                                         " + " + target("d") + " + " + target("e"));
  }
  return model.finish();
}

std::string constraint_model(int groups, std::int64_t bins) {
  ModelText model(bins);
  add_demand(model, "d0", bins);
  for (int g = 0; g < groups; ++g) {
    const std::string pool = numbered("pool", g), capacity = numbered("cap", g);
    model.expr(capacity, "380");
    model.constraint("id: " + pool + ", semantics: {arrivals: d0, served: " + capacity + "}");
    for (int m = 0; m < 4; ++m) {
      const std::string name = std::to_string(g) + "_" + std::to_string(m);
      model.expr("srv" + name, "d0 + SHIFT(q" + name + ", 1)");
      model.topology_node("id: N" + name + ", kind: serviceWithBuffer, constraints: [" + pool +
                          "], semantics: {arrivals: d0, served: srv" + name + ", queueDepth: q" +
                          name + "}");
    }
  }
  return model.finish();
}

std::string adjustable_chain(int services, std::int64_t bins) {
  std::string nodes = "nodes:\n- {id: d0, kind: expr, expr: \"90 + PULSE(7, 0, 60)\"}\n";
  std::string topology = "topology:\n  nodes:\n", arrivals = "d0";
  for (int i = 1; i <= services; ++i) {
    const std::string n = std::to_string(i);
    nodes += "- {id: cap" + n + ", kind: const, values: [" + std::to_string(100 - i % 7) + "]}\n";
    nodes += "- {id: srv" + n + ", kind: expr, expr: \"MIN(cap" + n + ", " + arrivals +
             " + SHIFT(q" + n + ", 1))\"}\n";
    topology += "  - {id: S" + n + ", kind: serviceWithBuffer, semantics: {arrivals: " + arrivals +
                ", served: srv" + n + ", capacity: cap" + n + ", queueDepth: q" + n + "}}\n";
    arrivals = "srv" + n;
  }
  return "schemaVersion: 1\ngrid: {bins: " + std::to_string(bins) +
         ", binSize: 5, binUnit: minutes}\n" + nodes + topology + "  edges: []\n";
}

}  // namespace flowtime::bench
