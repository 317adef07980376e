// An edited text evaluates what the edit reaches and nothing else, and answers what a session that
// begins with it answers.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sessions/session.h"
#include "sys/memory_env.h"

namespace flowtime::sessions {
namespace {

using nlohmann::json;

// Services in series, each with a queue that is read one bin back.
std::string chain(int services, int bins) {
  std::string nodes =
      "nodes:\n- {id: alone, kind: const, values: [3]}\n- {id: d0, kind: expr, expr: \"9 + "
      "PULSE(3, 0, 6)\"}\n";
  std::string topology = "topology:\n  nodes:\n", arrivals = "d0";
  for (int i = 1; i <= services; ++i) {
    const std::string n = std::to_string(i);
    nodes += "- {id: cap" + n + ", kind: const, values: [1" + n + "]}\n";
    nodes += "- {id: srv" + n + ", kind: expr, expr: \"MIN(cap" + n + ", " + arrivals +
             " + SHIFT(q" + n + ", 1))\"}\n";
    topology += "  - {id: S" + n + ", kind: serviceWithBuffer, semantics: {arrivals: " + arrivals +
                ", served: srv" + n + ", capacity: cap" + n + ", queueDepth: q" + n + "}}\n";
    arrivals = "srv" + n;
  }
  nodes += "- {id: free, kind: expr, expr: \"srv1 + cap1\"}\n";
  return "schemaVersion: 1\ngrid: {bins: " + std::to_string(bins) +
         ", binSize: 5, binUnit: minutes}\n" + nodes + topology + "  edges: []\n";
}

class NeverStopped : public StopToken {
 public:
  bool stop_requested() override { return false; }
};

class TextEditTest : public ::testing::Test {
 protected:
  static json ask(Session& session, const json& request) {
    std::string payload;
    json::to_msgpack(request, payload);
    NeverStopped never;
    return json::from_msgpack(session.hear(framed(payload), never).frame.substr(kFrameHeadBytes));
  }
  static json compiled(Session& session, const std::string& text, const json& names = nullptr) {
    return ask(session, {{"method", "compile"}, {"params", {{"yaml", text}, {"names", names}}}});
  }
  json from_nothing(const std::string& text) {
    Session session(env_, limits_, room_);
    return compiled(session, text);
  }

  MemoryEnv env_;
  Limits limits_;
  SessionRoom room_{{}};
};

struct Edit {
  const char* what;
  const char* before;
  const char* now;
  int evaluated, ops;
};

TEST_F(TextEditTest, EvaluatesWhatTheEditReaches) {
  constexpr Edit kEdits[] = {
      {"nothing", "", "", 0, 9},
      {"a const", "cap5, kind: const, values: [15]", "cap5, kind: const, values: [9]", 2, 9},
      {"an expression", "\"MIN(cap5,", "\"MIN(cap5 * 0.5,", 3, 10},
      {"the first expression", "9 + PULSE", "8 + PULSE", 8, 9},
      {"the same by another op", "\"MIN(cap5,", "\"MIN(cap5 * 1,", 3, 10},
      {"a space", "\"MIN(cap5,", "\"MIN( cap5,", 0, 9},
      {"an added node", "nodes:\n", "nodes:\n- {id: x, kind: expr, expr: \"srv2 * 2\"}\n", 1, 10},
      {"a lag that reaches further back", "nodes:\n",
       "nodes:\n- {id: x, kind: expr, expr: \"SHIFT(srv2, 3)\"}\n", 1, 10},
      {"a removed node", "- {id: free, kind: expr, expr: \"srv1 + cap1\"}\n", "", 0, 8},
      {"a renamed node", "id: free", "id: spare", 0, 9},
      {"a renamed const", "id: alone", "id: lonely", 0, 9},
      {"two edits, of which one cancels the other", "9 + PULSE", "10 - 1 + PULSE", 0, 9},
      {"the name of a topology node", "{id: S6", "{id: Last", 0, 9},
      {"bins of another length", "binSize: 5", "binSize: 10", 0, 9},
      {"another number of bins", "bins: 12", "bins: 13", 9, 9},
  };
  for (const Edit& edit : kEdits) {
    SCOPED_TRACE(edit.what);
    std::string text = chain(6, 12);
    Session session(env_, limits_, room_);
    const json first = compiled(session, text)["result"];
    ASSERT_EQ(first["evaluated"], first["ops"]);
    text.replace(text.find(edit.before), std::string(edit.before).size(), edit.now);
    json edited = compiled(session, text)["result"], fresh = from_nothing(text)["result"];
    EXPECT_EQ(edited["evaluated"], edit.evaluated);
    EXPECT_EQ(edited["ops"], edit.ops);
    EXPECT_EQ(fresh["evaluated"], edit.ops);
    for (const char* name : {"evaluated", "revision", "elapsed_us"}) {
      edited.erase(name);
      fresh.erase(name);
    }
    EXPECT_EQ(edited, fresh);
    // Back again: what the edit took away is computed anew, the rest is still there.
    EXPECT_EQ(compiled(session, chain(6, 12))["result"]["series"], first["series"]);
  }
}

// Values that were overridden are those of the text again, and what they reached is evaluated.
TEST_F(TextEditTest, DoesNotKeepOverrides) {
  Session session(env_, limits_, room_);
  const json first = compiled(session, chain(6, 12))["result"];
  ask(session, {{"method", "eval"}, {"params", {{"overrides", {{"cap3", 2}}}}}});
  const json again = compiled(session, chain(6, 12))["result"];
  EXPECT_EQ(again["evaluated"], 4) << "the services 3 to 6";
  EXPECT_EQ(again["series"], first["series"]);
  const json changed =
      ask(session, {{"method", "eval"}, {"params", {{"overrides", {{"cap3", 2}}}}}});
  EXPECT_EQ(changed["result"]["evaluated"], 4);
}

// There is room for a model and the little that an edit adds, but not for two models.
TEST_F(TextEditTest, TheModelBeforeGivesWayWhereThereIsNotRoomForBoth) {
  const json kLast{"srv6"};
  const auto bytes_of = [&](int bins) {
    SessionRoom room{{}};
    Session session(env_, limits_, room);
    compiled(session, chain(6, bins), kLast);
    return room.bytes();
  };
  const std::int64_t long_one = bytes_of(2000);
  SessionRoom cramped({.sessions = 4, .bytes_for_all = (long_one + long_one / 2) * 4});
  Session session(env_, limits_, cramped);
  std::string text = chain(6, 2000);
  ASSERT_TRUE(compiled(session, text, kLast).contains("result"));
  text.replace(text.find("MIN(cap6,"), 9, "MIN(cap6 * 0.5,");
  const json edited = compiled(session, text, kLast)["result"];
  EXPECT_EQ(edited["evaluated"], 2) << "the values before are shared, not held twice";
  const json other = compiled(session, chain(6, 2001), kLast)["result"];
  EXPECT_EQ(other["evaluated"], 9);
  EXPECT_EQ(other["series"]["srv6"], from_nothing(chain(6, 2001))["result"]["series"]["srv6"]);
  EXPECT_LE(cramped.bytes(), long_one + long_one / 4) << "the model before is gone";
  const json refused = compiled(session, chain(6, 4000), kLast);
  EXPECT_EQ(refused["error"]["errors"][0]["code"], "not_enough_memory");
  EXPECT_TRUE(ask(session, {{"method", "get_params"}}).contains("result")) << "2001 bins stay";
}

}  // namespace
}  // namespace flowtime::sessions
