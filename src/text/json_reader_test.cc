#include "text/json_reader.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace flowtime {
namespace {

bool is_json(std::string_view text) {
  JsonReader json(text);
  json.skip();
  return json.finished();
}

TEST(JsonReader, TellsJsonFromWhatIsNone) {
  for (const char* text :
       {"{}", "[]", " [1, -2.5e+3, 0, -0]\n", "\xEF\xBB\xBF{}", R"({"a":{"b":[true,false,null]}})",
        R"("\"\\\/\b\f\n\r\té€\ud83d\ude00")", "\"\xC3\xA9\xF0\x9F\x98\x80\""}) {
    EXPECT_TRUE(is_json(text)) << text;
  }
  for (const char* text : {"",
                           "{",
                           "}",
                           "[1,]",
                           "[1 2]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "01",
                           "+1",
                           "1.",
                           ".5",
                           "1e",
                           "-",
                           "tru",
                           "nulll",
                           "\"",
                           "\"\n\"",
                           R"("\x")",
                           R"("\u12g4")",
                           R"("\ud83d")",
                           R"("\ud83dA")",
                           R"("\ude00")",
                           "[] []",
                           "\"\xC3\"",
                           "\"\xC0\x80\"",
                           "\"\xED\xA0\x80\"",
                           "\"\x80\"",
                           "\"\xF5\x80\x80\x80\"",
                           "[1}",
                           "{\"a\":1]"}) {
    EXPECT_FALSE(is_json(text)) << text;
  }
}

TEST(JsonReader, GivesWhatIsAskedForAndPassesTheRest) {
  JsonReader json(
      R"({"skip":[1,{"name":"no"}],"name":"a\u00e9\ud83d\ude00\n","count":-12,"half":0.5,
                      "list":[1,"two",3.5,4],"wrong":{"x":1},"empty":{},"none":[]})");
  std::string name, wrong = "?";
  std::optional<std::int64_t> count;
  std::optional<double> half;
  std::vector<std::int64_t> list;
  int members = 0;
  json.members([&](std::string_view member) {
    ++members;
    if (member == "name") name = json.text();
    if (member == "count") count = json.integer();
    if (member == "half") half = json.number();
    if (member == "wrong") wrong = json.text();
    if (member != "list") return;
    json.items([&] {
      if (const auto item = json.integer()) list.push_back(*item);
    });
  });
  EXPECT_TRUE(json.finished());
  EXPECT_EQ(members, 8);
  EXPECT_EQ(name, "a\xC3\xA9\xF0\x9F\x98\x80\n");
  EXPECT_EQ(count, -12);
  EXPECT_EQ(half, 0.5);
  EXPECT_EQ(list, (std::vector<std::int64_t>{1, 4}));
  EXPECT_EQ(wrong, "");
}

TEST(JsonReader, AskedForMembersOfSomethingElsePassesIt) {
  JsonReader json(R"([{"a":1},[2],3])");
  int members = 0, items = 0;
  json.items([&] {
    ++items;
    json.members([&](std::string_view) { ++members; });
  });
  EXPECT_TRUE(json.finished());
  EXPECT_EQ(items, 3);
  EXPECT_EQ(members, 1);
}

TEST(JsonReader, NumbersAreTheNearestDoubles) {
  for (const char* digits :
       {"0.1", "-2.5e+3", "123456789012345678901234567890", "9007199254740993", "5e-324", "1e-400",
        "2.2250738585072011e-308", "1.7976931348623157e308", "0.30000000000000004",
        "9223372036854775808", "8.41470984807896504875657228695e-1", "6.02214076e23"}) {
    JsonReader json(digits);
    EXPECT_EQ(json.number(), std::strtod(digits, nullptr)) << digits;
    EXPECT_TRUE(json.finished()) << digits;
  }
  for (const char* digits : {"1e400", "-1e400"}) EXPECT_FALSE(is_json(digits)) << digits;
  for (const char* digits : {"9223372036854775808", "1.0", "1e2"}) {
    EXPECT_EQ(JsonReader(digits).integer(), std::nullopt) << digits;
  }
  EXPECT_EQ(JsonReader("-9223372036854775808").integer(), INT64_MIN);
}

TEST(JsonReader, StopsWhereTheTextIsBroken) {
  JsonReader json(R"({"a":1,"b":tru,"c":3})");
  std::string seen;
  json.members([&](std::string_view member) {
    seen += member;
    json.integer();
  });
  EXPECT_FALSE(json.finished());
  EXPECT_EQ(seen, "ab");
  EXPECT_EQ(json.kind(), JsonReader::Kind::kNone);
}

TEST(JsonReader, RefusesWhatIsNestedTooDeeply) {
  EXPECT_TRUE(is_json(std::string(200, '[') + std::string(200, ']')));
  EXPECT_FALSE(is_json(std::string(201, '[') + std::string(201, ']')));
  EXPECT_FALSE(is_json(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace flowtime
