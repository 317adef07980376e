#include "http/mailbox.h"

#include <gtest/gtest.h>

#include "http/response.h"

namespace flowtime::http {
namespace {

struct Waiting {
  boost::asio::io_context io;
  boost::asio::steady_timer bell{io, boost::asio::steady_timer::time_point::max()};
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(io, bell);
};

TEST(Mailbox, TheFirstResponseRingsTheBell) {
  Waiting waiting;
  bool has_rung = false;
  waiting.bell.async_wait([&](boost::system::error_code) { has_rung = true; });
  EXPECT_FALSE(waiting.mailbox->take().has_value());
  waiting.mailbox->put(json_response("1"));
  waiting.mailbox->put(json_response("2"));
  waiting.io.poll();
  EXPECT_TRUE(has_rung);
  EXPECT_EQ(waiting.mailbox->take()->body, "1");
  EXPECT_FALSE(waiting.mailbox->take().has_value());
}

TEST(Mailbox, NothingReachesAClosedOneNorItsContext) {
  std::shared_ptr<Mailbox> mailbox;
  {
    Waiting waiting;
    mailbox = waiting.mailbox;
    mailbox->put(json_response("1"));
    mailbox->close();
    mailbox->put(json_response("2"));
    EXPECT_EQ(waiting.io.poll(), 1u);
    EXPECT_EQ(mailbox->take()->body, "1");
  }
  mailbox->put(json_response("3"));
  EXPECT_FALSE(mailbox->take().has_value());
}

}  // namespace
}  // namespace flowtime::http
