// What is common to all calls: frames, errors, memory, the text of the session.
#include "sessions/session.h"

#include <algorithm>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "sessions/pack_model.h"

namespace flowtime::sessions {
namespace {

constexpr std::int64_t kSmallBuffer = 64 << 10;  // of frames; not counted

Problem problem(const char* code, std::string message, std::string remedy) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

SessionError invalid_params(std::string message, std::string remedy) {
  return {"invalid_params", {problem("invalid_params", std::move(message), std::move(remedy))}};
}

const std::vector<std::string_view>& methods() {
  static const std::vector<std::string_view> names{
      "compile", "eval", "get_params", "get_series", "validate_schema", "frames", "findings"};
  return names;
}

SessionError unknown_method(std::string_view method) {
  const std::string near = nearest_name(method, methods());
  return {"unknown_method",
          {problem("unknown_method", "the session does not have this method",
                   near.empty() ? "It has compile, eval, get_params, get_series, validate_schema, "
                                  "frames and findings."
                                : "Did you mean '" + near + "'?")}};
}

// The message is all problems as a person reads them; `errors` has the places.
std::string packed_error(const SessionError& error) {
  PackedWriter out;
  out.map(1).text("error").map(3).text("code").text(error.code);
  out.text("message").text(to_text(error.problems, "model.yaml"));
  out.text("errors").list(error.problems.size());
  for (const Problem& one : error.problems) {
    out.map(6).text("code").text(one.code).text("message").text(one.message);
    out.text("remedy").text(one.remedy).text("path").text(one.path);
    out.text("line").integer(one.where.line).text("column").integer(one.where.column);
  }
  return out.take();
}

}  // namespace

Session::Answer Session::hear(std::string_view bytes, StopToken& stop) {
  answer_bytes_ = 0;
  if (!bytes.empty()) stream_.append(bytes);
  // A small request is always heard, so that a session can shrink its model.
  const bool is_large = static_cast<std::int64_t>(stream_.held()) > kSmallBuffer;
  if (!may_take(model_ == nullptr ? 0 : model_->bytes()) && is_large) return {.end = "memory_full"};
  // After the memory and before the next frame: nothing behind a broken head can be read.
  if (stream_.is_broken()) {
    const auto broken =
        problem("protocol_error", "a frame announces no byte, or more than 67108864",
                "Send 4 bytes of length, the most significant first, then as many.");
    return {.frame = framed(packed_error({"protocol_error", {broken}})), .end = "protocol_error"};
  }
  const auto payload = stream_.next();
  if (!payload) return {};
  Answer made{.frame = framed(answer(*payload, stop))};
  answer_bytes_ = static_cast<std::int64_t>(made.frame.size());
  if (!may_take(model_ == nullptr ? 0 : model_->bytes()) && answer_bytes_ > kSmallBuffer) {
    return {.end = "memory_full"};
  }
  // A broken head is answered by the next call.
  made.has_more = stream_.has_next() || stream_.is_broken();
  return made;
}

std::string Session::answer(std::string_view payload, StopToken& stop) {
  const auto request = PackedValue::read(payload);
  if (!request || request->kind() != PackedValue::Kind::kMap) {
    return packed_error({"protocol_error",
                         {problem("protocol_error", "the frame is not a MessagePack map",
                                  "Send {\"method\": ..., \"params\": {...}}.")}});
  }
  const auto method = request->member("method");
  if (!method || !method->text()) {
    return packed_error(invalid_params("the request names no method", "Add 'method'."));
  }
  static constexpr std::string_view kNothing{"\x80", 1};
  const PackedValue params = request->member("params").value_or(*PackedValue::read(kNothing));
  PackedWriter out;
  out.map(1).text("result");
  if (const auto error = call(*method->text(), params, stop, out)) return packed_error(*error);
  return out.take();
}

Session::Outcome Session::call(std::string_view method, const PackedValue& params, StopToken& stop,
                               PackedWriter& out) {
  if (params.kind() != PackedValue::Kind::kMap && !params.is_nil()) {
    return invalid_params("'params' is not a map", "Send a map, or leave it out.");
  }
  // These two need no model.
  if (method == "compile") return compile(params, stop, out);
  if (method == "validate_schema") return validate_schema(params, out);
  if (std::find(methods().begin(), methods().end(), method) == methods().end()) {
    return unknown_method(method);
  }
  // After the name was looked up: an unknown method is the more useful answer.
  if (model_ == nullptr) {
    return SessionError{"not_compiled",
                        {problem("not_compiled", "no model has been compiled in this session",
                                 "Call compile first.")}};
  }
  if (method == "eval") return eval(params, stop, out);
  if (method == "get_params") return get_params(out);
  if (method == "get_series") return get_series(params, out);
  if (method == "frames") return frames(params, stop, out);
  return findings(params, stop, out);
}

namespace {

// Where an edit begins and ends in the text, in bytes.
struct Place {
  std::size_t from = 0, to = 0;
};
std::optional<Place> place_of(const PackedValue& edit, std::size_t size) {
  const auto at = [&](const char* name) -> std::optional<std::size_t> {
    const auto member = edit.member(name);
    const auto number = member ? member->number() : std::nullopt;
    // An absent value compares false and is refused, too.
    const bool fits = number && *number >= 0 && *number <= static_cast<double>(size);
    return fits ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
  };
  const auto from = at("from"), to = at("to");
  if (!from || !to || *from > *to) return std::nullopt;
  return Place{*from, *to};
}

}  // namespace

// `edits` of the text that came last, compiled or refused.
Session::Outcome Session::take_edits(const PackedValue& edits) {
  std::string edited = source_.text;
  bool all_fit = true;
  edits.each_item([&](const PackedValue& edit) {
    const auto place = place_of(edit, edited.size());
    const auto text = edit.member("text");
    all_fit = all_fit && place && text && text->text() &&
              // A million edits must not make a text of gigabytes.
              edited.size() + text->text()->size() <= kMaxModelBytes;
    if (all_fit) edited.replace(place->from, place->to - place->from, *text->text());
  });
  if (!all_fit) {
    return invalid_params("an edit does not fit the text",
                          "Each has from, to (bytes of the text, in order) and text.");
  }
  source_.text = std::move(edited);
  return std::nullopt;
}

namespace {

constexpr std::string_view kWhatToCompile =
    "Send the text of a model as yaml, edits of the one before, a templateId, or a runId.";

std::optional<yaml::Value> number_value(const PackedValue& value) {
  const auto number = value.number();
  if (!number || !is_finite(*number)) return std::nullopt;
  return plain_scalar(format_number(*number));
}

// A value of a template's parameter; nothing where it is neither finite number, boolean, text nor a
// list of finite numbers.
std::optional<yaml::Value> parameter_value(const PackedValue& value) {
  if (value.number()) return number_value(value);
  if (const auto truth = value.boolean()) return plain_scalar(*truth ? "true" : "false");
  if (const auto text = value.text()) return quoted_scalar(std::string(*text));
  if (value.kind() != PackedValue::Kind::kList) return std::nullopt;
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  bool all = true;
  value.each_item([&](const PackedValue& item) {
    auto number = number_value(item);
    all = all && number.has_value();
    if (all) list.items.push_back(*std::move(number));
  });
  return all ? std::optional(std::move(list)) : std::nullopt;
}

std::optional<SessionError> add_parameters(const PackedValue& given,
                                           std::vector<GivenParameter>& parameters) {
  std::optional<SessionError> error;
  given.each_member([&](std::string_view name, const PackedValue& value) {
    auto read = parameter_value(value);
    if (read) parameters.push_back({.name = std::string(name), .value = *std::move(read)});
    if (read || error) return;
    error = invalid_params(
        "the value of '" + std::string(name) + "' cannot be the value of a parameter",
        "Send a number, true, false, a text, or a list of numbers.");
  });
  return error;
}

}  // namespace

// `templateId` with `parameters`, or `runId`.
Session::Outcome Session::take_named(const PackedValue& params, std::optional<NamedModel>& named) {
  const auto template_id = params.member("templateId"), run_id = params.member("runId");
  const auto id = template_id ? template_id->text() : run_id->text();
  if (!id || id->empty()) {
    return invalid_params("'templateId' or 'runId' is not a text",
                          "Send the id of a template or run.");
  }
  ModelName name;
  (template_id ? name.template_id : name.run_id) = std::string(*id);
  const auto given = params.member("parameters");
  if (given && !template_id) {
    return invalid_params("'parameters' are only for a template", "Send templateId with them.");
  }
  if (given && given->kind() != PackedValue::Kind::kMap && !given->is_nil()) {
    return invalid_params("'parameters' is not a map", "Send {parameter: value}.");
  }
  if (given) {
    if (auto error = add_parameters(*given, name.parameters)) return error;
  }
  if (!find_model_) {
    return invalid_params("this session has no templates and no runs", "Send yaml.");
  }
  auto found = find_model_(name, LiveModel::kKeptVariants);
  if (!found) return SessionError{"compile_error", found.problems()};
  source_ = found->source;
  named = *std::move(found);
  return std::nullopt;
}

Session::Outcome Session::take_model(const PackedValue& params, std::optional<NamedModel>& named) {
  const auto yaml = params.member("yaml"), edits = params.member("edits");
  const bool is_named = params.member("templateId") || params.member("runId");
  const int ways = (yaml ? 1 : 0) + (edits ? 1 : 0) + (params.member("templateId") ? 1 : 0) +
                   (params.member("runId") ? 1 : 0);
  if (is_named && ways > 1) {
    return invalid_params("the call names more than one model", std::string(kWhatToCompile));
  }
  if (is_named) return take_named(params, named);
  if (yaml) {
    if (!yaml->text()) return invalid_params("'yaml' is not a text", "Send the text of a model.");
    source_ = ModelSource{.text = std::string(*yaml->text()), .file = "model.yaml"};
    return std::nullopt;
  }
  if (!edits || edits->kind() != PackedValue::Kind::kList) {
    return invalid_params("there is no model to compile", std::string(kWhatToCompile));
  }
  return take_edits(*edits);
}

Result<Done> Session::may_take(std::int64_t bytes) {
  // Everything that the session holds besides the model, so that the room knows the sum.
  const auto frames = static_cast<std::int64_t>(stream_.held());
  const auto text = static_cast<std::int64_t>(source_.text.capacity());
  if (seat_.hold(bytes + frames + text + sent_bytes_ + answer_bytes_)) return Done{};
  return problem("not_enough_memory",
                 "the model takes " + std::to_string(bytes) +
                     " bytes, more than a session may use or than other sessions leave",
                 "Make the grid or the model smaller, or try again later.");
}

Opening Session::opening(StopToken& stop) {
  return {.env = env_, .limits = limits_, .stop = stop, .may_take = [this](std::int64_t bytes) {
            return may_take(bytes);
          }};
}

Result<Done> Session::may_answer(std::size_t series, std::size_t value_bytes) {
  const auto bytes = static_cast<std::int64_t>(series * value_bytes);
  // Asked before packing: an answer is never built to be thrown away.
  if (bytes > kMaxAnswerBytes) {
    return problem("answer_too_large",
                   "the values of " + std::to_string(series) + " series take " +
                       std::to_string(bytes) + " bytes; an answer has at most 67108864",
                   "Ask for fewer series with names, or for frames.");
  }
  answer_bytes_ = bytes;
  return may_take(model_ == nullptr ? 0 : model_->bytes());
}

}  // namespace flowtime::sessions
