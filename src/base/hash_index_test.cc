#include "base/hash_index.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace flowtime {
namespace {

// Names beside their index, as a user keeps them.
struct Names {
  std::vector<std::string> all;
  HashIndex index;
  void add(const std::string& name) {
    index.add(hash_of_name(name), static_cast<std::uint32_t>(all.size()));
    all.push_back(name);
  }
  std::optional<std::uint32_t> find(const std::string& name) const {
    return index.find(hash_of_name(name), [&](std::uint32_t at) { return all[at] == name; });
  }
};

TEST(HashIndex, FindsEveryNameAmongManyAndNoOther) {
  Names names;
  for (int i = 0; i < 10000; ++i) names.add("node_" + std::to_string(i));
  EXPECT_EQ(names.index.size(), 10000u);
  for (std::uint32_t i = 0; i < 10000; ++i) {
    ASSERT_EQ(names.find("node_" + std::to_string(i)), i);
    ASSERT_EQ(names.find("edge_" + std::to_string(i)), std::nullopt);
  }
}

TEST(HashIndex, AnEmptyOneFindsNothing) {
  EXPECT_EQ(Names{}.find("anything"), std::nullopt);
  Names reserved;
  reserved.index.reserve(100);
  EXPECT_EQ(reserved.find("anything"), std::nullopt);
}

TEST(HashIndex, NamesOfOneHashAreToldApart) {
  HashIndex index;
  const std::vector<int> keys{7, 8, 9};
  for (std::uint32_t i = 0; i < keys.size(); ++i) index.add(42, i);
  const auto find = [&](int key) {
    return index.find(42, [&](std::uint32_t at) { return keys[at] == key; });
  };
  EXPECT_EQ(find(7), 0u);
  EXPECT_EQ(find(9), 2u);
  EXPECT_EQ(find(10), std::nullopt);
}

// Growing must not let a later equal entry overtake an earlier one, also where a run of cells
// wraps round the end of the table.
TEST(HashIndex, TheEarliestOfEqualEntriesIsFoundAfterEveryGrowth) {
  for (const std::uint64_t hash : {0ull, 13ull, 15ull, 31ull, ~0ull}) {
    HashIndex index;
    for (std::uint32_t i = 0; i < 200; ++i) {
      index.add(hash, i);
      ASSERT_EQ(index.find(hash, [](std::uint32_t) { return true; }), 0u) << hash << " " << i;
    }
  }
}

}  // namespace
}  // namespace flowtime
