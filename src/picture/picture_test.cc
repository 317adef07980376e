#include "picture/picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>

#include "picture/raster.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Raster::Colour kWhite = {255, 255, 255}, kBlack = {0, 0, 0};

int grey_at(const Raster& raster, int x, int y) {
  return raster.pixels()[static_cast<std::size_t>((y * raster.width() + x) * 3)];
}

TEST(Raster, AnAreaCoversItsShareOfEachPixel) {
  Raster raster(4, 4, kWhite);
  raster.fill({{{0.5, 1}, {3, 1}, {3, 2.5}, {0.5, 2.5}}}, kBlack, 1);
  EXPECT_EQ(grey_at(raster, 0, 1), 128);  // half of it across
  EXPECT_EQ(grey_at(raster, 1, 1), 0);
  EXPECT_EQ(grey_at(raster, 2, 2), 128);  // half of it down
  EXPECT_EQ(grey_at(raster, 0, 2), 191);  // a quarter
  EXPECT_EQ(grey_at(raster, 3, 1), 255);
  EXPECT_EQ(grey_at(raster, 1, 0), 255);
}

TEST(Raster, OutlinesThatTurnTheOtherWayAreHolesAndThoseThatOverlapAreNot) {
  Raster hole(6, 6, kWhite);
  hole.fill({{{0, 0}, {6, 0}, {6, 6}, {0, 6}}, {{2, 2}, {2, 4}, {4, 4}, {4, 2}}}, kBlack, 1);
  EXPECT_EQ(grey_at(hole, 0, 0), 0);
  EXPECT_EQ(grey_at(hole, 3, 3), 255);
  Raster overlap(6, 6, kWhite);
  overlap.fill({{{0, 0}, {6, 0}, {6, 6}, {0, 6}}, {{2, 2}, {4, 2}, {4, 4}, {2, 4}}}, kBlack, 1);
  EXPECT_EQ(grey_at(overlap, 3, 3), 0);
}

// What is drawn of a disc is its area, to a hundredth.
TEST(Raster, ADiscHasTheAreaOfACircle) {
  Picture picture(40, 40, "#ffffff");
  Raster raster(40, 40, kWhite);
  Outline circle;
  for (int i = 0; i < 360; ++i) {
    const double turn = i * std::acos(-1.0) / 180;
    circle.push_back({20 + 12 * std::cos(turn), 20 + 12 * std::sin(turn)});
  }
  raster.fill({circle}, kBlack, 1);
  double ink = 0;
  for (std::size_t i = 0; i < raster.pixels().size(); i += 3) ink += 255 - raster.pixels()[i];
  EXPECT_NEAR(ink / 255, std::acos(-1.0) * 144, 1.5);
}

TEST(Raster, WhatLiesOutsideIsLeftOut) {
  Raster raster(3, 3, kWhite);
  raster.fill({{{-9, -9}, {99, -9}, {99, 1}, {-9, 1}}}, kBlack, 0.5);
  EXPECT_EQ(grey_at(raster, 0, 0), 128);
  EXPECT_EQ(grey_at(raster, 2, 0), 128);
  EXPECT_EQ(grey_at(raster, 1, 1), 255);
}

TEST(Glyphs, DigitsAreEquallyWideAndWordsAddUp) {
  for (const Weight weight : {Weight::kRegular, Weight::kStrong}) {
    for (const char digit : std::string("123456789")) {
      EXPECT_EQ(width_of(std::string(1, digit), 10, weight), width_of("0", 10, weight));
    }
    EXPECT_DOUBLE_EQ(width_of("AVA", 20, weight),
                     2 * width_of("A", 20, weight) + width_of("V", 20, weight));
  }
  EXPECT_GT(width_of("m", 10, Weight::kStrong), width_of("m", 10, Weight::kRegular));
}

TEST(Glyphs, TextIsReadAsUtf8) {
  EXPECT_EQ(code_points("a\u00e9\u2192\U0001F600"),
            (std::u32string{U'a', U'\u00e9', U'\u2192', U'\U0001F600'}));
  EXPECT_EQ(code_points("a\xff\xe2\x82z"), (std::u32string{U'a', 0xFFFD, 0xFFFD, 0xFFFD, U'z'}));
  EXPECT_TRUE(has_outlines("Gr\u00f6\u00dfe \u2264 15\u202fmin"));
  EXPECT_FALSE(has_outlines("\u6771\u4eac"));
  EXPECT_EQ(width_of("\u6771\u4eac", 12, Weight::kRegular), 24);  // as wide as high
}

TEST(Glyphs, WhatDoesNotFitEndsInAnEllipsis) {
  const double wide = width_of("Payment fell\u2026", 20, Weight::kStrong);
  EXPECT_EQ(fitted("Payment fell behind", wide, 20, Weight::kStrong), "Payment fell\u2026");
  EXPECT_EQ(fitted("Payment", 1000, 20, Weight::kStrong), "Payment");
  EXPECT_EQ(fitted("\u00e9\u00e9\u00e9", 12, 20, Weight::kRegular), "\u2026");
}

TEST(Glyphs, WordsAreWrappedAndTheLastLineFitted) {
  const double wide = width_of("aaaa bbbb", 10, Weight::kRegular);
  EXPECT_THAT(wrapped("aaaa bbbb aaaa bbbb", wide, 10, Weight::kRegular, 3),
              ElementsAre("aaaa bbbb", "aaaa bbbb"));
  const auto two = wrapped("aaaa bbbb cccc dddd eeee", wide, 10, Weight::kRegular, 2);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_THAT(two[1], HasSubstr("\u2026"));
  EXPECT_LE(width_of(two[1], 10, Weight::kRegular), wide);
}

TEST(Pictures, AsSvgWordsStayWordsOfTheSameWidth) {
  Picture picture(100, 50, "#ffffff");
  picture.words({10, 20}, "a < b & \"c\"", {.size = 10, .colour = "#111111"});
  picture.line({{0, 1}, {9, 1}}, "#222222", 2, 3, 4);
  const std::string svg = to_svg(picture, "T & U");
  EXPECT_THAT(svg, HasSubstr("width=\"100\" height=\"50\" viewBox=\"0 0 100 50\""));
  EXPECT_THAT(svg, HasSubstr("<title>T &amp; U</title>"));
  EXPECT_THAT(svg, HasSubstr(">a &lt; b &amp; &quot;c&quot;</text>"));
  EXPECT_THAT(svg, HasSubstr("textLength="));
  EXPECT_THAT(svg, HasSubstr("stroke-dasharray=\"3 4\""));
  Picture foreign(10, 10, "#ffffff");
  foreign.words({0, 9}, "\u6771", {});
  EXPECT_EQ(to_svg(foreign, "").find("textLength"), std::string::npos);  // its width is not known
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

TEST(Pictures, APngHasItsSizeItsSumsAndItsPixels) {
  Picture picture(3, 2, "#102030");
  picture.box(1, 0, 1, 1, "#ff8000");
  const std::string png = to_png(picture);
  ASSERT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  std::string pixels;
  for (std::size_t at = 8; at < png.size();) {
    const std::uint32_t size = number_at(png, at);
    const std::string kind = png.substr(at + 4, 4);
    EXPECT_EQ(number_at(png, at + 8 + size),
              crc32(0, reinterpret_cast<const Bytef*>(png.data() + at + 4), size + 4));
    if (kind == "IHDR") {
      EXPECT_EQ(number_at(png, at + 8), 3u);
      EXPECT_EQ(number_at(png, at + 12), 2u);
    }
    if (kind == "IDAT") {
      std::string rows(20, '\0');
      uLongf length = rows.size();
      ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &length,
                           reinterpret_cast<const Bytef*>(png.data() + at + 8), size),
                Z_OK);
      pixels = rows.substr(0, length);
    }
    at += size + 12;
  }
  // Each row says how it differs from the one above.
  EXPECT_EQ(pixels, std::string("\x02\x10\x20\x30\xff\x80\x00\x10\x20\x30", 10) +
                        std::string("\x02\0\0\0\x11\xa0\x30\0\0\0", 10));
}

TEST(Pictures, LettersAreInk) {
  const auto ink = [](const std::string& text) {
    Picture picture(60, 30, "#ffffff");
    picture.words({5, 22}, text, {.size = 20});
    return to_png(picture);
  };
  EXPECT_NE(ink("A"), ink(" "));
  EXPECT_NE(ink("A"), ink("B"));
  EXPECT_NE(ink("\u6771"), ink(" "));  // a box says that there is a letter
}

}  // namespace
}  // namespace flowtime
