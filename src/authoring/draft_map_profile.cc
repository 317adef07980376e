#include "authoring/draft_map_profile.h"

#include "authoring/draft_edit.h"
#include "authoring/draft_store.h"
#include "sys/sha256.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// A node of the template: the mapping, and the way to it from the root.
struct FoundNode {
  const yaml::Value* node = nullptr;
  std::vector<std::size_t> path;
};

std::string text_of(const yaml::Value& node, const char* key) {
  const yaml::Value* value = node.find(key);
  return value ? value->scalar : "";
}

Result<FoundNode> find_node(const yaml::Document& document, const std::string& id) {
  const yaml::Value& root = document.root;
  for (std::size_t m = 0; m < root.members.size(); ++m) {
    const std::vector<yaml::Value>& nodes = root.members[m].value.items;
    if (root.members[m].key != "nodes") continue;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (text_of(nodes[i], "id") == id) return FoundNode{&nodes[i], {m, i}};
    }
  }
  return Problem{.code = "node_not_found",
                 .message = "There is no node '" + id + "'.",
                 .remedy = "Give the id of an entry of nodes.",
                 .path = "/nodeId"};
}

Problem request_problem(const char* code, std::string message, std::string remedy) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

Result<Done> check_request(const MapProfileRequest& request) {
  if (request.node_id.empty()) {
    return request_problem("node_id_missing", "'nodeId' is required.",
                           "Give the id of the node that is to have the profile.");
  }
  if (!request.profile && !request.pmf) {
    return request_problem("profile_or_pmf_missing", "'profile' or 'pmf' is required.",
                           "Give one of the two, e.g. as profiles/fit answers it.");
  }
  if (request.pmf) FT_RETURN_IF_PROBLEM(check_pmf(*request.pmf));
  if (request.profile) FT_RETURN_IF_PROBLEM(check_profile(*request.profile));
  return Done{};
}

Result<Done> check_node(const MapProfileRequest& request, const yaml::Value& node) {
  const std::string kind = text_of(node, "kind");
  if (kind != "const" && kind != "expr" && kind != "pmf") {
    return request_problem(
        "node_kind_not_mappable",
        "Node '" + request.node_id + "' is of kind '" + kind + "', which has no values of its own",
        "Choose a node of kind const, expr or pmf.");
  }
  if (request.pmf || node.find("pmf")) return Done{};
  return request_problem("profile_needs_pmf",
                         "Node '" + request.node_id + "' has no pmf that a profile could shape.",
                         "Give a pmf along with the profile.");
}

yaml::Value profile_value(const ProfileShape& profile) {
  std::vector<MemberEdit> members = {{"kind", edit_word(profile.kind)}};
  if (!profile.name.empty()) members.push_back({"name", edit_text(profile.name)});
  if (profile.kind == "inline") members.push_back({"weights", edit_numbers(profile.weights)});
  return edit_mapping(std::move(members));
}

MappingEdit node_edit(const MapProfileRequest& request, std::vector<std::size_t> path) {
  MappingEdit edit;
  edit.path = std::move(path);
  if (request.pmf) {
    edit.set.push_back({"kind", edit_word("pmf")});
    edit.set.push_back(
        {"pmf", edit_mapping({{"values", edit_numbers(request.pmf->values)},
                              {"probabilities", edit_numbers(request.pmf->probabilities)}})});
    // What a const or expr node had instead of a pmf; `dependencies` is of expressions too.
    edit.remove = {"values", "expr", "source", "dependencies"};
  }
  if (request.profile) edit.set.push_back({"profile", profile_value(*request.profile)});
  return edit;
}

// What the author wants to be remembered: new members of the node's metadata.
void add_provenance(std::vector<MappingEdit>& edits, const MapProfileRequest& request,
                    const yaml::Value& node) {
  if (request.provenance.empty()) return;
  std::vector<MemberEdit> members;
  for (const auto& [name, text] : request.provenance) members.push_back({name, edit_text(text)});
  const yaml::Value* metadata = node.find("metadata");
  // Nothing to add to: the whole member is written.
  if (!metadata || metadata->kind != yaml::Kind::kMapping || metadata->members.empty()) {
    edits.back().set.push_back({"metadata", edit_mapping(std::move(members))});
    return;
  }
  MappingEdit inner;
  inner.path = edits.back().path;
  for (std::size_t i = 0; i < node.members.size(); ++i) {
    if (&node.members[i].value == metadata) inner.path.push_back(i);
  }
  inner.set = std::move(members);
  // In front, since paths are taken before any edit and the inner mapping must be changed first.
  edits.insert(edits.begin(), std::move(inner));
}

std::vector<std::string> changed_members(const MappingEdit& edit, const yaml::Value& node,
                                         bool has_provenance) {
  std::vector<std::string> names;
  for (const MemberEdit& set : edit.set) names.push_back(set.key);
  for (const std::string& name : edit.remove) {
    if (node.find(name)) names.push_back(name);
  }
  if (has_provenance && (names.empty() || names.back() != "metadata")) names.push_back("metadata");
  return names;
}

}  // namespace

Result<MappedProfile> map_profile(Env& env, const MapProfileRequest& request) {
  FT_RETURN_IF_PROBLEM(check_request(request));
  FT_TRY(const DraftSourceText source, resolve_draft(env, request.source));
  FT_TRY(const yaml::Document document, yaml::parse(source.content, source.id));
  FT_TRY(const FoundNode found, find_node(document, request.node_id));
  FT_RETURN_IF_PROBLEM(check_node(request, *found.node));
  std::vector<MappingEdit> edits = {node_edit(request, found.path)};
  add_provenance(edits, request, *found.node);
  MappedProfile mapped{
      .draft_id = source.id,
      .node_id = request.node_id,
      .content = {},
      .is_stored = source.is_stored,
      .kind_before = text_of(*found.node, "kind"),
      .changed = changed_members(edits.back(), *found.node, !request.provenance.empty()),
      .detail = request.detail};
  FT_TRY(mapped.content, edit_mappings(document, edits));
  if (source.is_stored) {
    const DraftText text{.id = source.id, .content = mapped.content, .metadata_json = {}};
    // With the hash of what was read: a change in between is found and not overwritten.
    FT_TRY(const Draft stored, replace_draft(env, text, source.content_hash));
    mapped.content = stored.content;
  }
  return mapped;
}

std::string to_json(const MappedProfile& mapped) {
  JsonWriter json;
  json.begin_object().member("draftId", mapped.draft_id).member("nodeId", mapped.node_id);
  json.member("content", mapped.content);
  json.member("contentHash", sha256_tagged(mapped.content));
  if (mapped.detail == DetailLevel::kExpert) {
    json.key("diagnostics").begin_object().member("stored", mapped.is_stored);
    json.member("kindBefore", mapped.kind_before).key("changed").begin_array();
    for (const std::string& name : mapped.changed) json.string(name);
    json.end_array().end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
