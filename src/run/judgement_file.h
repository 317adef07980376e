// series/judgement.bin: what a run says about itself, node by node and bin by bin.
//
// Little-endian. "FTJUDGE" and the version byte; nodes; constraints. Texts and lists
// are preceded by their length. Layout: judgement_file.cc, which reads and writes by one list of
// members.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "answers/judgement.h"

namespace flowtime {

// Nodes and constraints; the summary is in run.json.
// Deterministic: verification compares bytes.
std::string judgement_bytes(const Judgement& judgement);
// Nothing when the bytes are not a judgement of this version, or name bins outside 0 .. bins - 1.
// Without the summary, which the caller adds. Linear in the bytes; never reads beyond them.
std::optional<Judgement> read_judgement_bytes(std::string_view bytes, std::int64_t bins);

}  // namespace flowtime
