// Session: the engine as a function that is called over a connection (docs/sessions.md). Requests
// and answers are frames (sessions/frame_stream.h) of MessagePack; one is answered after another.
//
// One object belongs to one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "host/limits.h"
#include "sessions/frame_stream.h"
#include "sessions/live_model.h"
#include "sessions/named_model.h"
#include "sessions/packed_value.h"
#include "sessions/packed_writer.h"
#include "sessions/session_room.h"
#include "sys/env.h"

namespace flowtime::sessions {

// How a request of which something is wrong is answered: a code of the protocol, and what is wrong.
// The message and places of the problems are part of the answer. None of them ends the session.
struct SessionError {
  std::string code;  // unknown_method, invalid_params, compile_error, not_compiled, eval_error,
                     // protocol_error
  Problems problems;
};

//
// Belongs to a connection; ends with it. What it holds is counted in the room at every call of
// hear.
class Session {
 public:
  // All of them outlive the session. Without `find_model` it is opened on texts alone.
  Session(Env& env, const Limits& limits, SessionRoom& room, FindModel find_model = {})
      : env_(env), limits_(limits), seat_(room), find_model_(std::move(find_model)) {}

  // False when there are as many sessions as there may be: it must not be asked for anything.
  bool has_place() const { return seat_.is_taken(); }

  // With `end` the connection is closed after the frame was sent.
  struct Answer {
    std::string frame{};        // empty: nothing to say yet
    const char* end = nullptr;  // why the session is over: "protocol_error", "memory_full"
    bool has_more = false;      // hear("") has another one
  };
  // Takes the bytes and answers the next whole request, if there is one. The answer before has been
  // sent.
  // May take as long as the model evaluates; `stop` ends that with an answer, not with the session.
  Answer hear(std::string_view bytes, StopToken& stop);

 private:
  using Outcome = std::optional<SessionError>;  // nothing: `out` has the result
  std::string answer(std::string_view payload, StopToken& stop);
  Outcome call(std::string_view method, const PackedValue& params, StopToken& stop,
               PackedWriter& out);
  // Each writes one value into `out`. After an error `out` is dropped, whatever was written.
  Outcome compile(const PackedValue& params, StopToken& stop, PackedWriter& out);
  Outcome eval(const PackedValue& params, StopToken& stop, PackedWriter& out);
  Outcome get_params(PackedWriter& out) const;
  Outcome get_series(const PackedValue& params, PackedWriter& out);
  Outcome validate_schema(const PackedValue& params, PackedWriter& out) const;
  Outcome frames(const PackedValue& params, StopToken& stop, PackedWriter& out);
  Outcome findings(const PackedValue& params, StopToken& stop, PackedWriter& out);

  // What compile asks for becomes `source_`; of a template or a stored run also `named`.
  Outcome take_model(const PackedValue& params, std::optional<NamedModel>& named);
  Outcome take_edits(const PackedValue& edits);
  Outcome take_named(const PackedValue& params, std::optional<NamedModel>& named);
  // Sets the overrides that the params have; without any everything stays.
  struct Change {
    std::vector<Ignored> ignored{};
    std::int64_t elapsed_us = 0;
    std::size_t evaluated = 0;  // ops
  };
  std::optional<SessionError> change(const PackedValue& params, StopToken& stop, Change& change);
  // False where nothing has changed since it was sent.
  // One span of bins, from the first that differs to the last. Doubles are compared, also where
  // floats are sent.
  bool pack_change(SeriesIndex series, bool is_full, bool is_short, PackedWriter& out);
  Opening opening(StopToken& stop);
  Result<Done> may_take(std::int64_t bytes);
  // Whether an answer with the values of these series can be sent.
  Result<Done> may_answer(std::size_t series, std::size_t value_bytes);
  Env& env_;
  const Limits& limits_;
  SessionRoom::Seat seat_;
  FrameStream stream_;
  FindModel find_model_;
  ModelSource source_;  // that was compiled last, or tried to be
  std::unique_ptr<LiveModel> model_;
  // By series: the values that `frames` has sent, so that it sends what has changed since.
  std::map<std::string, std::vector<double>> sent_;
  std::int64_t sent_bytes_ = 0, answer_bytes_ = 0;
};

}  // namespace flowtime::sessions
