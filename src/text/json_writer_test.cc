#include "text/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/check.h"

namespace flowtime {
namespace {

void write_sample(JsonWriter& json) {
  json.begin_object().member("id", "run_1").member("bins", 4).member("ok", true);
  json.key("values").begin_array().number(0.1).number(-0.0).null().end_array();
  json.key("empty").begin_array().end_array();
  json.key("inner").begin_object().member("x", 1e300).end_object().end_object();
}

TEST(JsonWriter, WritesCompactAndIndentedText) {
  JsonWriter compact;
  write_sample(compact);
  EXPECT_EQ(compact.text(),
            "{\"id\":\"run_1\",\"bins\":4,\"ok\":true,\"values\":[0.1,0,null],\"empty\":[],"
            "\"inner\":{\"x\":1e+300}}");
  JsonWriter indented(JsonWriter::Layout::kIndented);
  write_sample(indented);
  EXPECT_EQ(indented.take(),
            "{\n  \"id\": \"run_1\",\n  \"bins\": 4,\n  \"ok\": true,\n  \"values\": [\n    0.1,\n"
            "    0,\n    null\n  ],\n  \"empty\": [],\n  \"inner\": {\n    \"x\": 1e+300\n  }\n}");
}

TEST(JsonWriter, NumbersThatJsonCannotSayAreNull) {
  JsonWriter json;
  json.begin_array()
      .number(std::numeric_limits<double>::quiet_NaN())
      .number(std::numeric_limits<double>::infinity())
      .number(-std::numeric_limits<double>::infinity())
      .integer(-9223372036854775807)
      .raw("{\"a\":1}")
      .end_array();
  EXPECT_EQ(json.text(), "[null,null,null,-9223372036854775807,{\"a\":1}]");
}

TEST(JsonWriter, EscapesOnlyWhatItMust) {
  EXPECT_EQ(json_quote("a\"b\\c\n\t\r\b\f\x01/\xC3\xA9"),
            "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001/\xC3\xA9\"");
  EXPECT_EQ(json_quote(""), "\"\"");
}

// Characters are looked at eight at a time; each must be seen wherever it is.
TEST(JsonWriter, EscapesACharacterInEveryPlace) {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const bool plain = code >= 0x20 && c != '"' && c != '\\';
    for (std::size_t at = 0; at < 17; ++at) {
      std::string text(17, 'x');
      text[at] = c;
      const std::string quoted = json_quote(text);
      EXPECT_EQ(quoted == "\"" + text + "\"", plain) << code << " at " << at;
      EXPECT_TRUE(quoted.starts_with("\"" + text.substr(0, at)));
      EXPECT_TRUE(quoted.ends_with(text.substr(at + 1) + "\""));
    }
  }
}

// Short ones are put together before they are written, long ones and those to be escaped are not.
TEST(JsonWriter, KeysAndTextsOfEveryLength) {
  for (std::size_t length = 0; length < 80; ++length) {
    for (const char last : {'x', '"'}) {
      const std::string text = std::string(length, 'a') + last;
      const std::string quoted = json_quote(text);
      JsonWriter json;
      json.begin_object().member(text, text).member(text, text).end_object();
      EXPECT_EQ(json.text(), "{" + quoted + ":" + quoted + "," + quoted + ":" + quoted + "}");
      JsonWriter indented(JsonWriter::Layout::kIndented);
      indented.begin_object().member(text, text).member(text, text).end_object();
      const std::string line = "\n  " + quoted + ": " + quoted;
      EXPECT_EQ(indented.text(), "{" + line + "," + line + "\n}");
    }
  }
}

TEST(JsonWriter, IndentsHoweverDeep) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  std::string begin, end;
  for (std::size_t level = 1; level <= 20; ++level) {
    json.begin_object().key("k");
    begin += "{\n" + std::string(2 * level, ' ') + "\"k\": ";
  }
  json.integer(1);
  for (std::size_t level = 20; level > 0; --level) {
    json.end_object();
    end += "\n" + std::string(2 * level - 2, ' ') + "}";
  }
  EXPECT_EQ(json.text(), begin + "1" + end);
}

TEST(JsonWriter, RefusesCallsThatWouldNotBeJson) {
  EXPECT_THROW(JsonWriter().key("a"), CheckFailure);
  EXPECT_THROW(JsonWriter().begin_array().key("a"), CheckFailure);
  EXPECT_THROW(JsonWriter().begin_object().string("a"), CheckFailure);
  EXPECT_THROW(JsonWriter().begin_object().end_array(), CheckFailure);
  EXPECT_THROW(JsonWriter().begin_object().key("a").end_object(), CheckFailure);
}

}  // namespace
}  // namespace flowtime
