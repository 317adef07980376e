// A session without a connection: what each call answers.
#include "sessions/session.h"

#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "sys/memory_env.h"

namespace flowtime::sessions {
namespace {

using nlohmann::json;

constexpr const char* kModel =
    "schemaVersion: 1\n"
    "grid: {bins: 4, binSize: 1, binUnit: hours}\n"
    "nodes:\n"
    "- {id: arrivals, kind: const, values: [10]}\n"
    "- {id: capacity, kind: const, values: [8, 8, 2, 8]}\n"
    "- {id: served, kind: expr, expr: \"MIN(arrivals, capacity)\"}\n"
    "- {id: other, kind: expr, expr: \"capacity * 2\"}\n"
    "- {id: half, kind: expr, expr: \"0.5\"}\n"
    "- {id: part, kind: expr, expr: \"arrivals * half\"}\n"
    "topology:\n"
    "  nodes:\n"
    "  - {id: Desk, kind: serviceWithBuffer, wipLimit: 50, semantics: {arrivals: arrivals, served: "
    "served, "
    "capacity: capacity, queueDepth: self}}\n"
    "  edges: []\n";

class Never : public StopToken {
 public:
  bool stop_requested() override { return false; }
};

class SessionTest : public ::testing::Test {
 protected:
  // The answer to a request, as JSON; binary parts as their bytes.
  json ask(const json& request) {
    std::string payload;
    json::to_msgpack(request, payload);
    return answer_to(framed(payload));
  }
  json answer_to(const std::string& frame) {
    const Session::Answer answer = session_.hear(frame, never_);
    end_ = answer.end == nullptr ? "" : answer.end;
    if (answer.frame.size() < kFrameHeadBytes) return nullptr;
    return json::from_msgpack(answer.frame.substr(kFrameHeadBytes));
  }
  json call(const std::string& method, const json& params = json::object()) {
    return ask({{"method", method}, {"params", params}});
  }
  std::string error_of(const json& answer) {
    return answer.contains("error") ? answer["error"]["code"].get<std::string>() : "none";
  }

  MemoryEnv env_;
  Limits limits_;
  SessionRoom room_{{}};
  Never never_;
  Session session_{env_, limits_, room_};
  std::string end_;
};

TEST_F(SessionTest, CompilesAndEvaluates) {
  const json made = call("compile", {{"yaml", kModel}})["result"];
  EXPECT_EQ(made["bins"], 4);
  EXPECT_EQ(made["grid"], (json{{"bins", 4}, {"binSize", 1}, {"binUnit", "hours"}}));
  EXPECT_EQ(made["series"]["served"], (json{8.0, 8.0, 2.0, 8.0}));
  EXPECT_EQ(made["series"]["desk_queue"], (json{2.0, 4.0, 12.0, 14.0}));
  EXPECT_EQ(made["warnings"].is_array(), true);
  EXPECT_EQ(made["graph"]["nodes"][2], (json{{"id", "served"}, {"kind", "expr"}}));
  EXPECT_EQ(made["graph"]["edges"][0], (json{{"from", "arrivals"}, {"to", "served"}}));
  EXPECT_EQ(made["topology"]["nodes"][0]["id"], "Desk");

  const json changed = call("eval", {{"overrides", {{"arrivals", 6}}}})["result"];
  EXPECT_EQ(changed["series"]["served"], (json{6.0, 6.0, 2.0, 6.0}));
  EXPECT_EQ(changed["series"]["other"], (json{16.0, 16.0, 4.0, 16.0}));
  EXPECT_TRUE(changed["elapsed_us"].is_number_integer());
  EXPECT_TRUE(changed["warnings"].is_array());
  // Always relative to the text: what is not given has its own value again.
  EXPECT_EQ(call("eval")["result"]["series"]["served"], (json{8.0, 8.0, 2.0, 8.0}));
}

TEST_F(SessionTest, ParametersHaveTheKindsOfTheContract) {
  call("compile", {{"yaml", kModel}});
  std::map<std::string, json> by_id;
  const json answer = call("get_params");
  for (const json& one : answer["result"]["params"]) by_id[one["id"]] = one;
  EXPECT_EQ(by_id["arrivals"]["kind"], "ConstNode");
  EXPECT_EQ(by_id["arrivals"]["default"], 10.0);
  EXPECT_EQ(by_id["capacity"]["default"], (json{8.0, 8.0, 2.0, 8.0}));
  EXPECT_EQ(by_id["Desk.wipLimit"]["kind"], "WipLimit");
  EXPECT_EQ(by_id["Desk.wipLimit"]["default"], 50.0);
  EXPECT_EQ(by_id["half"]["kind"], "Expression");
}

TEST_F(SessionTest, OverridesOfEveryKind) {
  call("compile", {{"yaml", kModel}});
  const auto served = [&](const json& overrides) {
    return call("eval",
                {{"overrides", overrides}, {"names", {"served"}}})["result"]["series"]["served"];
  };
  EXPECT_EQ(served({{"capacity", {3, 4}}}), (json{3.0, 4.0, 0.0, 0.0})) << "0 behind a short list";
  EXPECT_EQ(served({{"capacity", {1, 2, 3, 4, 5, 6}}}), (json{1.0, 2.0, 3.0, 4.0}));
  EXPECT_EQ(served({{"capacity*", 0.5}}), (json{4.0, 4.0, 1.0, 4.0}))
      << "the profile keeps its shape";
  const json part = call("eval", {{"overrides", {{"half", 0.25}}}})["result"]["series"]["part"];
  EXPECT_EQ(part, (json{2.5, 2.5, 2.5, 2.5})) << "a number of an expression";
  const json limited = call("eval", {{"overrides", {{"Desk.wipLimit", 3}}}})["result"]["series"];
  EXPECT_EQ(limited["desk_queue"], (json{2.0, 3.0, 3.0, 3.0}));

  const json ignored = call("eval", {{"overrides", {{"arival", 1}, {"][", 2}}}})["result"];
  EXPECT_EQ(ignored["series"]["served"], (json{8.0, 8.0, 2.0, 8.0})) << "unknown ids are ignored";
  EXPECT_EQ(ignored["ignored"].size(), 2u);
  EXPECT_EQ(error_of(call("eval", {{"overrides", {{"arrivals", "much"}}}})), "invalid_params");
  EXPECT_EQ(error_of(call("eval", {{"overrides", {{"Desk.wipLimit", {1, 2}}}}})), "eval_error");
  EXPECT_EQ(error_of(call("eval", {{"overrides", 3}})), "invalid_params");
}

TEST_F(SessionTest, EvaluatesOnlyWhatIsDownstream) {
  const json made = call("compile", {{"yaml", kModel}})["result"];
  EXPECT_EQ(made["evaluated"], made["ops"]);
  const auto evaluated = [&](const json& overrides) {
    return call("eval", {{"overrides", overrides}})["result"]["evaluated"].get<int>();
  };
  EXPECT_EQ(evaluated(json::object()), 0);
  const int all = made["ops"];
  const int of_capacity = evaluated({{"capacity", 5}});
  EXPECT_GT(of_capacity, 0);
  EXPECT_LT(of_capacity, all) << "part is not downstream of the capacity";
  EXPECT_EQ(evaluated({{"capacity", 5}}), 0) << "nothing has changed";
}

TEST_F(SessionTest, AnEditedTextEvaluatesOnlyWhatItChanged) {
  call("compile", {{"yaml", kModel}});
  const std::string text(kModel);
  const auto at = text.find("arrivals * half");
  const json edited = call(
      "compile", {{"edits", {{{"from", at}, {"to", at + 8}, {"text", "capacity"}}}}})["result"];
  EXPECT_EQ(edited["series"]["part"], (json{4.0, 4.0, 1.0, 4.0}));
  EXPECT_EQ(edited["evaluated"], 1);
  const json same = call("compile", {{"edits", json::array()}})["result"];
  EXPECT_EQ(same["evaluated"], 0);
  EXPECT_EQ(error_of(call("compile", {{"edits", {{{"from", 5}, {"to", 4}, {"text", ""}}}}})),
            "invalid_params");
  EXPECT_EQ(error_of(call("compile", {{"edits", {{{"from", 0}, {"to", 1 << 20}, {"text", ""}}}}})),
            "invalid_params");
}

TEST_F(SessionTest, AFailedCompileLeavesTheModelBefore) {
  EXPECT_EQ(error_of(call("eval")), "not_compiled");
  call("compile", {{"yaml", kModel}});
  const json failed =
      call("compile", {{"yaml", "grid: {bins: 4}\nnodes: [{id: a, kind: expr, expr: \"b\"}]\n"}});
  EXPECT_EQ(error_of(failed), "compile_error");
  EXPECT_NE(failed["error"]["message"].get<std::string>().find("model.yaml:"), std::string::npos);
  EXPECT_GT(failed["error"]["errors"][0]["line"], 0);
  EXPECT_EQ(call("get_series", {{"names", {"served"}}})["result"]["series"]["served"],
            (json{8.0, 8.0, 2.0, 8.0}));
}

TEST_F(SessionTest, FramesHaveTheBinsThatChanged) {
  call("compile", {{"yaml", kModel}});
  const json names{"served", "other"};
  const json first = call("frames", {{"names", names}})["result"];
  ASSERT_EQ(first["frames"].size(), 2u);
  EXPECT_EQ(first["frames"][0]["first"], 0);
  const json changed =
      call("frames", {{"names", names}, {"overrides", {{"capacity", {8, 8, 3, 8}}}}})["result"];
  ASSERT_EQ(changed["frames"].size(), 2u);
  EXPECT_EQ(changed["frames"][0]["first"], 2);
  const auto& data = changed["frames"][0]["data"].get_binary();
  double value = 0;
  ASSERT_EQ(data.size(), sizeof value);
  std::memcpy(&value, data.data(), sizeof value);
  EXPECT_EQ(value, 3);
  EXPECT_EQ(call("frames", {{"names", names}})["result"]["frames"].size(), 0u)
      << "nothing has changed since";
  const json full = call("frames", {{"names", names}, {"full", true}, {"format", "f32"}})["result"];
  EXPECT_EQ(full["frames"][0]["data"].get_binary().size(), 4 * sizeof(float));
  const json unknown = call("frames", {{"names", {"srved"}}});
  EXPECT_EQ(error_of(unknown), "invalid_params");
  EXPECT_EQ(unknown["error"]["errors"][0]["remedy"], "Did you mean 'served'?");
  EXPECT_EQ(error_of(call("frames", {{"names", names}, {"format", "f16"}})), "invalid_params");
  EXPECT_EQ(error_of(call("frames")), "invalid_params");
}

TEST_F(SessionTest, FindingsAreThoseOfTheValuesAsTheyAre) {
  call("compile", {{"yaml", kModel}});
  const json waiting = call("findings")["result"];
  ASSERT_TRUE(waiting["headline"].is_object());
  EXPECT_EQ(waiting["findings"][0]["nodeId"], "Desk");
  const json quiet = call("findings", {{"overrides", {{"arrivals", 1}}}})["result"];
  EXPECT_NE(quiet["headline"], waiting["headline"]);
  EXPECT_GT(quiet["revision"], waiting["revision"]);
}

TEST_F(SessionTest, ValidatesWithoutTouchingTheModel) {
  EXPECT_EQ(call("validate_schema", {{"yaml", kModel}})["result"],
            (json{{"is_valid", true}, {"errors", json::array()}}));
  const json wrong = call("validate_schema", {{"yaml", "nodes: 3\n"}})["result"];
  EXPECT_EQ(wrong["is_valid"], false);
  EXPECT_TRUE(wrong["errors"][0].is_string());
  EXPECT_EQ(error_of(call("eval")), "not_compiled");
}

// A session is given who knows the models by their names; without it there are none.
TEST_F(SessionTest, ModelsAreOpenedByName) {
  EXPECT_EQ(error_of(call("compile", {{"runId", "r1"}})), "invalid_params");
  ModelName asked;
  const FindModel find = [&](const ModelName& name, std::size_t) -> Result<NamedModel> {
    asked = name;
    NamedModel made{.of = "run r1", .source = {.text = kModel, .file = "model.yaml"}};
    made.source.seed = 7;
    FT_TRY(made.subject, whatif::model_subject(env_, made.source));
    return made;
  };
  Session session(env_, limits_, room_, find);
  const auto compiled = [&](const json& params) {
    std::string payload;
    json::to_msgpack(json{{"method", "compile"}, {"params", params}}, payload);
    return json::from_msgpack(session.hear(framed(payload), never_).frame.substr(kFrameHeadBytes));
  };
  const json made = compiled({{"runId", "r1"}})["result"];
  EXPECT_EQ(asked.run_id, "r1");
  EXPECT_EQ(made["of"], "run r1");
  EXPECT_EQ(made["yaml"], kModel);
  EXPECT_EQ(made["series"]["served"], (json{8.0, 8.0, 2.0, 8.0}));
  const std::size_t at = std::string(kModel).find("[10]") + 1;
  const json edited =
      compiled({{"edits", {{{"from", at}, {"to", at + 2}, {"text", "6"}}}}})["result"];
  EXPECT_EQ(edited["of"], "model");
  EXPECT_FALSE(edited.contains("yaml")) << "the client has the text";
  EXPECT_EQ(edited["series"]["served"], (json{6.0, 6.0, 2.0, 6.0}));
  compiled({{"templateId", "t"},
            {"parameters", {{"a", 1.5}, {"b", {1, 2}}, {"c", "text"}, {"d", true}}}});
  ASSERT_EQ(asked.parameters.size(), 4u);
  EXPECT_EQ(to_json(asked.parameters[0].value), "1.5");
  EXPECT_EQ(to_json(asked.parameters[1].value), "[1,2]");
  EXPECT_EQ(to_json(asked.parameters[2].value), "\"text\"");
  EXPECT_EQ(to_json(asked.parameters[3].value), "true");
}

TEST_F(SessionTest, UnknownMethodsAndGarbage) {
  EXPECT_EQ(error_of(call("evaluate")), "unknown_method");
  EXPECT_EQ(error_of(call("compile")), "invalid_params");
  EXPECT_EQ(error_of(call("compile", {{"yaml", 3}})), "invalid_params");
  EXPECT_EQ(error_of(ask({{"params", json::object()}})), "invalid_params");
  EXPECT_EQ(error_of(ask({{"method", "get_params"}, {"params", 7}})), "invalid_params");
  EXPECT_EQ(error_of(ask(json{1, 2})), "protocol_error");
  EXPECT_EQ(error_of(answer_to(framed("\xc1garbage"))), "protocol_error");
  EXPECT_EQ(end_, "") << "the next frame can still be found";
  EXPECT_EQ(error_of(call("get_params")), "not_compiled");
  EXPECT_EQ(error_of(answer_to(std::string(4, '\0'))), "protocol_error");
  EXPECT_EQ(end_, "protocol_error");
}

// An id that names nothing is answered; one that is not UTF-8 cannot be.
TEST_F(SessionTest, AnIdThatIsNotUtf8IsRefused) {
  call("compile", {{"yaml", kModel}});
  for (const char* method : {"findings", "eval", "frames"}) {
    const json params{{"names", {"served"}}, {"overrides", {{"capacity\xff", 1}}}};
    EXPECT_EQ(error_of(call(method, params)), "invalid_params") << method;
  }
}

TEST_F(SessionTest, AnswersSeveralFramesOfOnePieceOneAfterAnother) {
  std::string payload;
  json::to_msgpack(json{{"method", "nothing"}}, payload);
  const std::string two = framed(payload) + framed(payload);
  const Session::Answer first = session_.hear(two + two.substr(0, 3), never_);
  EXPECT_FALSE(first.frame.empty());
  EXPECT_TRUE(first.has_more);
  const Session::Answer second = session_.hear("", never_);
  EXPECT_FALSE(second.frame.empty());
  EXPECT_FALSE(second.has_more);
  EXPECT_TRUE(session_.hear("", never_).frame.empty());
}

TEST(SessionRoom, BoundsSessionsAndBytes) {
  MemoryEnv env;
  const Limits limits;
  SessionRoom room({.sessions = 2, .bytes_for_all = 400'000});
  Never never;
  Session first(env, limits, room);
  {
    const Session second(env, limits, room), third(env, limits, room);
    EXPECT_TRUE(first.has_place() && second.has_place());
    EXPECT_FALSE(third.has_place());
    EXPECT_EQ(room.sessions(), 2);
  }
  EXPECT_EQ(room.sessions(), 1);
  std::string payload;
  json::to_msgpack(json{{"method", "compile"}, {"params", {{"yaml", kModel}}}}, payload);
  const auto compiled = [&](Session& session) {
    const std::string frame = session.hear(framed(payload), never).frame;
    return json::from_msgpack(frame.substr(kFrameHeadBytes)).contains("result");
  };
  EXPECT_TRUE(compiled(first));
  EXPECT_GT(room.bytes(), 0);
  SessionRoom small({.sessions = 2, .bytes_for_all = 40'000});
  Session cramped(env, limits, small);
  const std::string refused = cramped.hear(framed(payload), never).frame;
  EXPECT_EQ(json::from_msgpack(refused.substr(kFrameHeadBytes))["error"]["errors"][0]["code"],
            "not_enough_memory");
  // A frame that never ends is not collected for ever.
  std::string half = framed(std::string(kMaxFrameBytes, 'x')).substr(0, 100'000);
  EXPECT_STREQ(cramped.hear(half, never).end, "memory_full");
}

}  // namespace
}  // namespace flowtime::sessions
