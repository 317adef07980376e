// The order in which items leave a queue of classes, against items: every bin's arrivals are cut
// into single items that each have all classes of the bin in proportion, they stand in a line, and
// so many leave as the model says. Parts, and the time that the items of each class waited, are
// theirs.
#include <gtest/gtest.h>

#include <array>
#include <deque>

#include "laws/law.h"
#include "series/pcg32.h"

namespace flowtime::tests {
namespace {

constexpr std::int64_t kBins = 60;
constexpr std::size_t kClasses = 3;
using ByClass = std::array<double, kClasses>;

struct Scene {
  std::vector<ByClass> came;          // whole numbers
  std::vector<std::int64_t> most;     // that leave in a bin
  std::int64_t limit = 0;             // of what waits; 0 for none
  std::vector<std::size_t> priority;  // empty: first in, first out
};

Scene random_scene(Pcg32& random) {
  Scene scene;
  scene.limit = random.next_int(0, 3) == 0 ? random.next_int(5, 30) : 0;
  for (std::int64_t t = 0; t < kBins; ++t) {
    ByClass came{};
    for (double& amount : came) amount = static_cast<double>(random.next_int(0, 6));
    if (random.next_int(0, 4) == 0) came = {};
    scene.came.push_back(came);
    scene.most.push_back(random.next_int(0, 14));
  }
  if (scene.limit > 0 || random.next_int(0, 2) == 0) return scene;
  scene.priority = {0, 1, 2};
  for (std::size_t i = 2; i > 0; --i) {
    std::swap(scene.priority[i], scene.priority[static_cast<std::size_t>(
                                     random.next_int(0, static_cast<std::int64_t>(i) + 1))]);
  }
  scene.priority.resize(static_cast<std::size_t>(random.next_int(1, 4)));
  return scene;
}

std::string model_of(const Scene& scene) {
  const auto list = [](std::size_t count, auto value) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? ", " : "") + std::to_string(value(i));
    return "[" + text + "]";
  };
  std::string text =
      "schemaVersion: 2\ngrid: {bins: 60, binSize: 1, binUnit: hours}\n"
      "classes: [{id: C0}, {id: C1}, {id: C2}]\ntraffic:\n  arrivals:\n";
  for (std::size_t c = 0; c < kClasses; ++c) {
    const std::string n = std::to_string(c);
    text += "  - {nodeId: in" + n + ", classId: C" + n + ", pattern: {kind: constant}}\n";
  }
  text += "nodes:\n";
  for (std::size_t c = 0; c < kClasses; ++c) {
    text += "- {id: in" + std::to_string(c) + ", kind: const, values: " +
            list(scene.came.size(), [&](std::size_t t) { return scene.came[t][c]; }) + "}\n";
  }
  text += "- {id: came, kind: expr, expr: in0 + in1 + in2}\n- {id: most, kind: const, values: " +
          list(scene.most.size(), [&](std::size_t t) { return scene.most[t]; }) +
          "}\n- {id: left, kind: expr, expr: 'MIN(most, came + SHIFT(waiting, 1))'}\n"
          "topology:\n  nodes:\n  - {id: Desk, kind: queue, semantics: {arrivals: came, served: "
          "left, queueDepth: waiting}";
  if (scene.limit > 0) text += ", wipLimit: " + std::to_string(scene.limit);
  if (!scene.priority.empty()) {
    std::string classes;
    for (const std::size_t c : scene.priority) {
      classes += (classes.empty() ? "C" : ", C") + std::to_string(c);
    }
    text += ", discipline: {priority: [" + classes + "]}";
  }
  return text + "}\n";
}

// One item: when it came, and what it is made of; of a class with priority that class alone.
struct Item {
  std::int64_t came = 0;
  ByClass of{};
};

class Line {
 public:
  explicit Line(const Scene& scene) : scene_(scene) {
    std::vector<std::size_t> rest{0, 1, 2};
    for (const std::size_t c : scene.priority) {
      groups_.push_back({c});
      std::erase(rest, c);
    }
    if (!rest.empty()) groups_.push_back(rest);
    lines_.resize(groups_.size());
  }

  void run() {
    for (std::int64_t t = 0; t < kBins; ++t) one_bin(t);
  }
  std::vector<ByClass> left, waits, lost;
  // Items of each class that wait at the end of a bin, summed over all bins.
  ByClass waiting_bins{};

 private:
  // As many items as came, each of one; they hold their class's share.
  void let_in(std::int64_t t) {
    const ByClass& came = scene_.came[static_cast<std::size_t>(t)];
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      double count = 0;
      for (const std::size_t c : groups_[g]) count += came[c];
      for (double i = 0; i < count; ++i) {
        Item item{t, {}};
        for (const std::size_t c : groups_[g]) item.of[c] = came[c] / count;
        lines_[g].push_back(item);
      }
    }
  }
  static void add(ByClass& to, const Item& item) {
    for (std::size_t c = 0; c < kClasses; ++c) to[c] += item.of[c];
  }
  void one_bin(std::int64_t t) {
    let_in(t);
    left.push_back({});
    lost.push_back({});
    for (std::int64_t i = scene_.most[static_cast<std::size_t>(t)]; i > 0; --i) serve_one();
    turn_away();
    waits.push_back({});
    for (const auto& line : lines_) {
      for (const Item& item : line) add(waits.back(), item);
    }
    for (std::size_t c = 0; c < kClasses; ++c) waiting_bins[c] += waits.back()[c];
  }
  void serve_one() {
    for (auto& line : lines_) {
      if (line.empty()) continue;
      add(left.back(), line.front());
      line.pop_front();
      return;
    }
  }
  // The newest find no room. A limit comes with one line, first in, first out.
  void turn_away() {
    const auto limit = static_cast<std::size_t>(scene_.limit);
    while (limit > 0 && lines_[0].size() > limit) {
      add(lost.back(), lines_[0].back());
      lines_[0].pop_back();
    }
  }

  const Scene& scene_;
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::deque<Item>> lines_;
};

void expect_items(const Scene& scene) {
  const std::string text = model_of(scene);
  const ReadOutcome read = read_text(text);
  ASSERT_TRUE(read.model) << text;
  const auto compiled = compile_model(*read.model);
  ASSERT_TRUE(compiled) << to_text(compiled.problems(), "model");
  const SeriesTable values = evaluate_all(compiled->plan);
  const auto at = [&](const std::string& id, std::size_t c, std::int64_t t) {
    const auto series = compiled->plan.series.find(id + "@C" + std::to_string(c));
    return values[*series][static_cast<std::size_t>(t)];
  };
  Line line(scene);
  line.run();
  ByClass waited{};
  for (std::int64_t t = 0; t < kBins; ++t) {
    const auto bin = static_cast<std::size_t>(t);
    for (std::size_t c = 0; c < kClasses; ++c) {
      ASSERT_NEAR(at("left", c, t), line.left[bin][c], 1e-9) << "C" << c << " bin " << t << text;
      ASSERT_NEAR(at("waiting", c, t), line.waits[bin][c], 1e-9)
          << "C" << c << " bin " << t << text;
      waited[c] += at("waiting", c, t);
      if (scene.limit == 0) continue;
      ASSERT_NEAR(at("desk_overflow", c, t), line.lost[bin][c], 1e-9) << "bin " << t << text;
    }
  }
  for (std::size_t c = 0; c < kClasses; ++c) EXPECT_NEAR(waited[c], line.waiting_bins[c], 1e-7);
}

TEST(DisciplineLaw, ClassesLeaveAsSingleItemsWould) {
  for_each_seed([](std::uint64_t seed) {
    Pcg32 random = Pcg32::seeded(seed);
    expect_items(random_scene(random));
  });
}

}  // namespace
}  // namespace flowtime::tests
