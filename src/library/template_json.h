// Templates as JSON.
#pragma once

#include <string>

#include "library/template_library.h"
#include "text/json_writer.h"

namespace flowtime {

// An item of a list: {"id","title","description","claim","narrative","category","tags","version",
// "captureKey","itemNoun","whatIf":{"parameters":{name: value},"says"}}; a damaged template also
// has "problems":[...].
// Adds one object to the JSON that is being written.
void write_template_item(JsonWriter& json, const LibraryTemplate& item);

// A JSON array of all of them.
std::string template_list_json(const TemplateList& list);

// The item with
// "parameters":[{"name","type","title","description","defaultValue","default","min","max","step",
// "unit"}].
std::string template_detail_json(const LibraryTemplate& item);

}  // namespace flowtime
