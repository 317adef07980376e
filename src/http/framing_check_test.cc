#include "http/framing_check.h"

#include <gtest/gtest.h>

#include "http/body_room.h"

namespace flowtime::http {
namespace {

Headers of(std::initializer_list<Headers::Field> fields) {
  Headers headers;
  for (const Headers::Field& field : fields) headers.add(field.name, field.value);
  return headers;
}

TEST(FramingCheck, OnlyChunkedIsATransferCoding) {
  EXPECT_TRUE(check_framing(of({{"Host", "a"}})));
  EXPECT_TRUE(check_framing(of({{"transfer-encoding", " CHUNKED "}})));
  for (const char* coding :
       {"", "identity", "gzip", "xchunked", "chunked, identity", "chunked;q"}) {
    const auto checked = check_framing(of({{"Transfer-Encoding", coding}}));
    ASSERT_FALSE(checked) << coding;
    EXPECT_EQ(checked.problems().front().code, "unsupported_transfer_encoding");
  }
}

TEST(BodyRoom, IsGivenOnceAndTakenBack) {
  BodyRoom room;
  BodyRoom::Share small, second;
  {
    BodyRoom::Share large;
    EXPECT_TRUE(large.grow_to(room, kMaxBodiesBytes));
    EXPECT_TRUE(large.grow_to(room, 1));
    EXPECT_FALSE(second.grow_to(room, kMaxSmallBodyBytes + 1));
    EXPECT_TRUE(small.grow_to(room, kMaxSmallBodyBytes));
    EXPECT_EQ(room.taken(), kMaxBodiesBytes);
  }
  EXPECT_EQ(room.taken(), 0u);
  EXPECT_TRUE(second.grow_to(room, kMaxSmallBodyBytes + 1));
}

}  // namespace
}  // namespace flowtime::http
