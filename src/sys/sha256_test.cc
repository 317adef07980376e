#include "sys/sha256.h"

#include <gtest/gtest.h>

#include "base/portable_sha256.h"
#include "sys/sha256_rows.h"

namespace flowtime {
namespace {

TEST(Sha256, KnownDigests) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"hello", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(sha256_hex(row.in), row.out);
    EXPECT_EQ(sha256_tagged(row.in), "sha256:" + row.out);
  }
}

TEST(Sha256, PiecesGiveTheHashOfTheWholeAndFinishStartsAnew) {
  Sha256 hash;
  hash.update("hel");
  hash.update("lo");
  EXPECT_EQ(hash.finish_hex(), sha256_hex("hello"));
  EXPECT_EQ(hash.finish_hex(), sha256_hex(""));
}

TEST(Sha256, HexIsSixtyFourLowerCaseDigits) {
  const std::string good = sha256_hex("x");
  EXPECT_TRUE(is_sha256_hex(good));
  EXPECT_FALSE(is_sha256_hex(""));
  EXPECT_FALSE(is_sha256_hex(good.substr(1)));
  EXPECT_FALSE(is_sha256_hex(good + "0"));
  EXPECT_FALSE(is_sha256_hex("A" + good.substr(1)));
  EXPECT_FALSE(is_sha256_hex("g" + good.substr(1)));
}

}  // namespace
// The rooms that also run in a page have a SHA-256 of their own.
TEST(PortableSha256, IsTheSameAtEveryLengthAroundItsBlocks) {
  std::string text;
  for (int length = 0; length <= 300; ++length) {
    EXPECT_EQ(portable_sha256_hex(text), sha256_hex(text)) << length;
    text += static_cast<char>(length * 37);
  }
  const std::string large(1'000'003, 'f');
  EXPECT_EQ(portable_sha256_hex(large), sha256_hex(large));
}

// Rows that are hashed together, and those that are left: every length around the blocks.
TEST(Sha256Rows, AreThoseOfTheRowsOneByOne) {
  std::string text;
  for (int i = 0; i < 40 * 300; ++i) text += static_cast<char>(i * 37 + i / 256);
  for (std::size_t bytes = 1; bytes <= 300; ++bytes) {
    for (const std::size_t rows : {1, 3, 4, 33}) {
      const std::string_view all = std::string_view(text).substr(0, rows * bytes);
      const std::vector<std::string> hashes = sha256_tagged_rows(all, bytes);
      ASSERT_EQ(hashes.size(), rows);
      for (std::size_t row = 0; row < rows; ++row) {
        ASSERT_EQ(hashes[row], sha256_tagged(all.substr(row * bytes, bytes)))
            << row << " of " << rows << " rows of " << bytes << " bytes";
      }
    }
  }
}

}  // namespace flowtime
