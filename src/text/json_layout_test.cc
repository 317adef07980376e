#include "text/json_layout.h"

#include <gtest/gtest.h>

#include "text/json_writer.h"

namespace flowtime {
namespace {

std::string document(JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().member("a", 0.1).member("text", "a \"b\", {c}: [d] \\").member("n", 12);
  json.key("empty").begin_object().end_object().key("none").begin_array().end_array();
  json.key("list").begin_array().integer(1).begin_object().member("x", true).end_object().null();
  json.end_array().end_object();
  return json.take();
}

TEST(JsonLayout, IsThatOfTheWriter) {
  EXPECT_EQ(indented_json(document(JsonWriter::Layout::kCompact)),
            document(JsonWriter::Layout::kIndented));
}

TEST(JsonLayout, LeavesWhatIsLaidOutAlready) {
  const std::string text = document(JsonWriter::Layout::kIndented);
  EXPECT_EQ(indented_json(text), text);
}

TEST(JsonLayout, KeepsEveryDigit) {
  EXPECT_EQ(indented_json("[1e400,0.10,-0]"), "[\n  1e400,\n  0.10,\n  -0\n]");
}

TEST(JsonLayout, EndsWhateverItGets) {
  for (const char* text : {"", " ", "\"", "\"\\", "]", "}}", "{", "[", ",", "{\"a\":"}) {
    EXPECT_LE(indented_json(text).size(), 20u) << text;
  }
}

}  // namespace
}  // namespace flowtime
