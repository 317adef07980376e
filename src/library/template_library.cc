#include "library/template_library.h"

#include <algorithm>
#include <utility>

#include "base/nearest_name.h"
#include "host/limits.h"
#include "library/template_catalogue.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxNamedTemplates = 20;  // in a remedy

bool is_template_file(const std::string& name) {
  return !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml"));
}

std::string stem_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

LibraryTemplate built_in(const CatalogueFile& file) {
  LibraryTemplate entry = library_template(std::string(file.text), std::string(file.file));
  entry.is_built_in = true;
  return entry;
}

LibraryTemplate from_directory(Env& env, const std::string& shown, const std::string& name) {
  const std::string file = shown.empty() ? name : shown + "/" + name;
  // A link that leads out of the directory shows nobody what is there.
  const auto inside = env.confined(name);
  auto text = inside ? env.read_file(*inside) : Result<std::string>(inside.problems());
  if (text) return library_template(*std::move(text), file);
  LibraryTemplate entry;
  entry.id = stem_of(name);
  entry.file = file;
  entry.problems = in_file(text.problems(), file);
  return entry;
}

// Where the lines that are indented, or empty, end.
std::size_t end_of_indented(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  return at;
}

// metadata.id of a template in block style, without parsing it; nothing when it cannot be seen.
// A glance that errs on the side of nothing: then everything is read and parsed.
std::optional<std::string> id_at_a_glance(std::string_view text) {
  constexpr std::string_view kBlock = "\nmetadata:\n";
  const std::string framed = "\n" + std::string(text.substr(0, text.find("\nnodes:")));
  const std::size_t block = framed.find(kBlock);
  if (block == std::string::npos || framed.find("\nmetadata:", block + 1) != std::string::npos) {
    return std::nullopt;
  }
  constexpr std::string_view kId = "\n  id: ";
  const std::size_t end_of_block =
      std::min(framed.size(), end_of_indented(framed, block + kBlock.size()));
  const std::size_t at = framed.find(kId, block);
  if (at == std::string::npos || at >= end_of_block) return std::nullopt;
  const std::size_t begin = at + kId.size();
  const std::string id = framed.substr(begin, framed.find('\n', begin) - begin);
  return is_id(id) ? std::optional(id) : std::nullopt;
}

Problem duplicate(const LibraryTemplate& entry, const std::string& first) {
  return {.code = "duplicate_template",
          .message = "template '" + entry.id + "' is also in '" + first + "'",
          .remedy = "Give one of them another metadata.id.",
          .file = entry.file};
}

// Of equal ids in one place the first is found.
void refuse_duplicates(TemplateList& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const auto same = [&](const LibraryTemplate& other) {
      return other.id == entries[i].id && other.parsed != nullptr;
    };
    const auto end = entries.begin() + static_cast<std::ptrdiff_t>(i);
    const auto first = std::find_if(entries.begin(), end, same);
    if (first == end || entries[i].parsed == nullptr) continue;
    entries[i].problems = {duplicate(entries[i], first->file)};
    entries[i].parsed = nullptr;
  }
}

// The directory's, then those of the catalogue that it does not replace; sorted by id.
TemplateList merged(TemplateList own, TemplateList catalogue) {
  for (LibraryTemplate& entry : catalogue) {
    const auto same = [&](const LibraryTemplate& other) { return other.id == entry.id; };
    if (std::none_of(own.begin(), own.end(), same)) own.push_back(std::move(entry));
  }
  std::stable_sort(own.begin(), own.end(),
                   [](const LibraryTemplate& a, const LibraryTemplate& b) { return a.id < b.id; });
  return own;
}

Problem unreadable(const std::string& directory, const Problems& reasons) {
  return {.code = reasons.front().code,
          .message = failed_with(reasons, io_codes::kNotFound)
                         ? "there is no directory of templates at '" + directory + "'"
                         : "the templates in '" + directory + "' cannot be read",
          .remedy = "Give another --templates-dir, or set FLOWTIME_TEMPLATES_DIR."};
}

Problem not_found(const std::string& id, const TemplateList& list) {
  std::vector<std::string_view> ids;
  for (const LibraryTemplate& entry : list) ids.push_back(entry.id);
  const std::string meant = nearest_name(id, ids);
  std::string remedy = "There are:";
  for (std::size_t i = 0; i < std::min(ids.size(), kMaxNamedTemplates); ++i) {
    remedy += (i == 0 ? " " : ", ") + std::string(ids[i]);
  }
  if (ids.size() > kMaxNamedTemplates) remedy += ", ...";
  if (ids.empty()) remedy = "There are no templates; name a folder that has some";
  if (!meant.empty())
    remedy = "Did you mean '" + meant + "'?";
  else
    remedy += ".";
  return {.code = "template_not_found",
          .message = "there is no template '" + id + "'",
          .remedy = remedy,
          .path = "/templateId"};
}

}  // namespace

LibraryTemplate library_template(std::string text, std::string file) {
  LibraryTemplate entry;
  entry.id = stem_of(file);
  entry.file = std::move(file);
  entry.text = std::move(text);
  auto document =
      parse_template(entry.text, entry.file, {.bytes = kMaxModelBytes, .depth = kMaxYamlDepth});
  if (!document) {
    entry.problems = in_file(document.problems(), entry.file);
    return entry;
  }
  if (const std::string id = template_id_of(*document); !id.empty()) entry.id = id;
  auto parsed = read_template(*std::move(document));
  if (parsed)
    entry.parsed = std::make_shared<const Template>(*std::move(parsed));
  else
    entry.problems = in_file(parsed.problems(), entry.file);
  return entry;
}

TemplateLibrary::TemplateLibrary(std::unique_ptr<Env> directory, std::string shown_directory)
    : directory_(std::move(directory)), shown_(std::move(shown_directory)) {}

Result<std::shared_ptr<const TemplateList>> TemplateLibrary::read() const {
  TemplateList own, catalogue;
  if (directory_ != nullptr) {
    const auto files = directory_->list("");
    if (!files) return unreadable(shown_, files.problems());
    for (const DirectoryEntry& file : *files) {
      if (file.kind != FileKind::kDirectory && is_template_file(file.name))
        own.push_back(from_directory(*directory_, shown_, file.name));
    }
  }
  for (const CatalogueFile& file : catalogue_files()) catalogue.push_back(built_in(file));
  refuse_duplicates(own);
  refuse_duplicates(catalogue);
  return std::make_shared<const TemplateList>(merged(std::move(own), std::move(catalogue)));
}

std::optional<LibraryTemplate> TemplateLibrary::read_alone(const std::string& id) const {
  if (directory_ != nullptr) {
    const auto files = directory_->list("");
    if (!files) return std::nullopt;
    std::string name;
    for (const DirectoryEntry& file : *files) {
      if (file.kind == FileKind::kDirectory || !is_template_file(file.name)) continue;
      const auto text = directory_->read_file(file.name);
      const auto seen = text ? id_at_a_glance(*text) : std::nullopt;
      // A file whose id cannot be seen could be the one that is asked for.
      if (!seen) return std::nullopt;
      if (*seen == id && name.empty()) name = file.name;
    }
    if (!name.empty()) return from_directory(*directory_, shown_, name);
  }
  for (const CatalogueFile& file : catalogue_files()) {
    if (id_at_a_glance(file.text) == id) return built_in(file);
  }
  return std::nullopt;
}

std::optional<LibraryTemplate> TemplateLibrary::find_alone(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (list_ != nullptr) return std::nullopt;
  for (const LibraryTemplate& entry : found_) {
    if (entry.id == id) return entry;
  }
  std::optional<LibraryTemplate> entry = read_alone(id);
  // A damaged one is left to list(), which knows duplicates as well.
  if (!entry || entry->parsed == nullptr || entry->id != id) return std::nullopt;
  found_.push_back(*entry);
  return entry;
}

Result<std::shared_ptr<const TemplateList>> TemplateLibrary::list() const {
  const std::lock_guard lock(mutex_);
  if (list_ == nullptr) {
    FT_TRY(list_, read());
  }
  return list_;
}

Result<LibraryTemplate> TemplateLibrary::find_entry(const std::string& id) const {
  if (auto alone = find_alone(id)) return *std::move(alone);
  FT_TRY(const std::shared_ptr<const TemplateList> all, list());
  const LibraryTemplate* damaged = nullptr;
  for (const LibraryTemplate& entry : *all) {
    if (entry.id != id) continue;
    if (entry.parsed != nullptr) return entry;
    if (damaged == nullptr) damaged = &entry;
  }
  if (damaged != nullptr) return *damaged;
  return not_found(id, *all);
}

Result<std::shared_ptr<const Template>> TemplateLibrary::find(const std::string& id) const {
  FT_TRY(const LibraryTemplate entry, find_entry(id));
  if (entry.parsed == nullptr) return entry.problems;
  return entry.parsed;
}

Result<std::size_t> TemplateLibrary::refresh() {
  const std::lock_guard lock(mutex_);
  FT_TRY(list_, read());
  found_.clear();
  return list_->size();
}

}  // namespace flowtime
