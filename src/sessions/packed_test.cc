// MessagePack and frames: bytes of the specification.
#include <gtest/gtest.h>

#include <limits>

#include "sessions/frame_stream.h"
#include "sessions/packed_value.h"
#include "sessions/packed_writer.h"

namespace flowtime::sessions {
namespace {

std::string bytes(std::string_view hex) {
  std::string all;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    all += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return all;
}

TEST(PackedValue, ReadsNumbersOfEveryWidth) {
  struct Row {
    const char* hex;
    double value;
  };
  for (const Row& row :
       {Row{"00", 0}, Row{"7f", 127}, Row{"ff", -1}, Row{"e0", -32}, Row{"ccff", 255},
        Row{"cdffff", 65535}, Row{"ceffffffff", 4294967295.0},
        Row{"cf0020000000000000", 9007199254740992.0}, Row{"d080", -128}, Row{"d18000", -32768},
        Row{"d280000000", -2147483648.0}, Row{"d3ffffffffffffffff", -1}, Row{"ca3fc00000", 1.5},
        Row{"cb4054000000000000", 80}}) {
    const std::string text = bytes(row.hex);
    const auto value = PackedValue::read(text);
    ASSERT_TRUE(value) << row.hex;
    EXPECT_EQ(value->number(), row.value) << row.hex;
  }
}

TEST(PackedValue, FindsMembersOfMaps) {
  const std::string text = bytes(
      "83"
      "a6"
      "6d6574686f64"
      "a4"
      "6576616c"
      "a1"
      "78"
      "93"
      "01"
      "c0"
      "c3"
      "05"
      "c4"
      "02"
      "6162");
  const auto value = PackedValue::read(text);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->member("method")->text(), "eval");
  EXPECT_EQ(value->member("x")->count(), 3u);
  EXPECT_FALSE(value->member("y"));
  std::string kinds;
  value->member("x")->each_item([&](const PackedValue& item) {
    kinds += item.is_nil() ? "n" : item.boolean() ? "b" : "1";
  });
  EXPECT_EQ(kinds, "1nb");
}

TEST(PackedValue, RefusesWhatIsNotOneWhole) {
  for (const char* hex :
       {"", "c1", "0000", "81", "81a178", "93c0c0", "a3ab", "cb40540000", "cd00", "dd00000003c0c0",
        "ddffffffff", "dfffffffff00", "c4ff00", "c700", "d8", "d9", "dbffffffff61"}) {
    EXPECT_FALSE(PackedValue::read(bytes(hex))) << hex;
  }
  EXPECT_TRUE(PackedValue::read(std::string(15, '\x91') + "\xc0"));
  EXPECT_FALSE(PackedValue::read(std::string(16, '\x91') + "\xc0")) << "too deep";
  EXPECT_FALSE(PackedValue::read(std::string(1 << 20, '\x91'))) << "much too deep";
}

TEST(PackedWriter, WritesTheShortestHeads) {
  PackedWriter out;
  out.map(1).text("k").list(2).number(1.5).number(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(out.take(), bytes("81"
                              "a16b"
                              "92"
                              "cb3ff8000000000000"
                              "c0"));
  out = {};
  out.integer(127).integer(128).integer(65536).integer(-1).boolean(true).nil();
  EXPECT_EQ(out.take(), bytes("7f"
                              "cd0080"
                              "d30000000000010000"
                              "d3ffffffffffffffff"
                              "c3"
                              "c0"));
  out = {};
  const std::vector<double> values{1, std::numeric_limits<double>::infinity()};
  out.numbers(values).bytes("ab").json(R"({"a":[1,-2,"x",null]})");
  EXPECT_EQ(out.take(), bytes("92"
                              "cb3ff0000000000000"
                              "c0"
                              "c4026162"
                              "81a161"
                              "9401fea178c0"));
  out = {};
  out.text(std::string(32, 'x')).list(16).map(65536);
  EXPECT_EQ(out.take(), bytes("d920") + std::string(32, 'x') +
                            bytes("dc0010"
                                  "df00010000"));
}

TEST(FrameStream, TakesPiecesOfAnySize) {
  const std::string sent = bytes("00000002") + "ab" + bytes("00000001") + "c";
  for (std::size_t piece = 1; piece <= sent.size(); ++piece) {
    FrameStream stream;
    std::string got;
    for (std::size_t at = 0; at < sent.size(); at += piece) {
      stream.append(std::string_view(sent).substr(at, piece));
      while (const auto payload = stream.next()) got += std::string(*payload) + ";";
    }
    EXPECT_EQ(got, "ab;c;") << piece;
    EXPECT_FALSE(stream.is_broken());
  }
}

TEST(FrameStream, IsBrokenByALengthThatCannotBe) {
  for (const char* hex : {"00000000", "04000001", "ffffffff"}) {
    FrameStream stream;
    stream.append(bytes(hex));
    EXPECT_TRUE(stream.is_broken()) << hex;
    EXPECT_FALSE(stream.next()) << hex;
  }
  FrameStream stream;
  stream.append(bytes("04000000"));
  EXPECT_FALSE(stream.is_broken()) << "64 MiB are allowed";
  EXPECT_EQ(framed("ab"), bytes("00000002") + "ab");
}

}  // namespace
}  // namespace flowtime::sessions
