// JSON Schemas of what is answered. Each file of routes brings those of its rows; schemas/http/ has
// them as files, and tests/program/schemas_test.py holds real answers against them.
#pragma once

#include <vector>

#include "api/route.h"

namespace flowtime::api {

// Schemas name one another by "#/components/schemas/<name>", over all files.
std::vector<NamedSchema> run_schemas();        // Run, RunPage and what they are made of
std::vector<NamedSchema> judgement_schemas();  // Judgement, Finding and what they are made of
std::vector<NamedSchema> state_schemas();      // Graph, State, StateWindow ... of a stored run
std::vector<NamedSchema> answer_schemas();     // Job, Health, ModelRun ...

}  // namespace flowtime::api
