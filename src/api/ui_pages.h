// The web UI over HTTP: its files, and its first page for every address that is a page of it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "host/page_parts.h"
#include "http/request.h"
#include "http/response.h"
#include "http/target.h"
#include "sys/env.h"

namespace flowtime::api {

// For a path that no route has. A file of the UI by its path; index.html for "/" and, where the
// client asks for HTML, for any path outside /v1 and /api (the page says when an address means
// nothing); of a run or a comparison of two with its card as preview image. Nothing else. Needs no
// token: pages hold no data, what they ask for does. GET and HEAD only. Compressed forms of a file
// are made once and kept. Files below /assets/ may be cached for good: their names carry a hash of
// their content. The address of a preview image is made of the Host field, where that is a plain
// authority. `folder`: has the files instead of the program, and is read for each request; links in
// it are not followed. The first page says the base path of the request, so its tag differs for
// each.
std::optional<http::Response> ui_page(const http::Request& request, const http::Target& target,
                                      Env* folder);

// For a target that cannot be read, such as "/runs/%zz": where the client asks for HTML outside /v1
// and /api, a person typed or pasted it, and index.html with status 400 says that it means nothing.
std::optional<http::Response> ui_page_of_unreadable(const http::Request& request, Env* folder);

// Problem ui_dir_without_pages: the folder has no index.html. An empty name is no folder, and fine.
Result<Done> check_ui_folder(const std::string& folder);

// what-if.html and the engine's module, for those who make a page of them.
// Both empty in a build without the web UI.
PageParts page_parts();

}  // namespace flowtime::api
