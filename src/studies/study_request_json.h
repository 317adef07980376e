// A study request as JSON that read_study_request reads again.
#pragma once

#include <string>

#include "studies/study_request.h"

namespace flowtime::studies {

// The model's text as it is in the request: files and settings are to be part of it already.
// Read back, it is the same request.
std::string to_json(const StudyRequest& request);
// "id=60..96/12"
std::string to_text(const Vary& vary);

}  // namespace flowtime::studies
