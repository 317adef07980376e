// TemplateLibrary: templates by id. The catalogue that the program carries, and one directory whose
// templates win over those of the catalogue.
//
// What is read stays until refresh(). All functions may be called from several threads at once.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"
#include "template/template.h"

namespace flowtime {

// A copy is cheap: the parsed template is shared.
struct LibraryTemplate {
  std::string id;    // of a damaged file without one: the file's name without its extension
  std::string file;  // as messages call it; "catalogue/order-system.yaml" for the program's own
  std::string text;
  bool is_built_in = false;
  std::shared_ptr<const Template> parsed;  // null: damaged
  Problems problems;                       // of a damaged one, each with its file
};

// A template read from its text; what is wrong with it is in `problems`.
LibraryTemplate library_template(std::string text, std::string file);

// All of them, by id; of equal ids the first by file name is found, the others are damaged
// (duplicate_template).
using TemplateList = std::vector<LibraryTemplate>;

class TemplateLibrary {
 public:
  // `directory` is the folder whose *.yaml and *.yml files are read; null: only the catalogue.
  // `shown_directory` is its name in messages.
  explicit TemplateLibrary(std::unique_ptr<Env> directory = nullptr,
                           std::string shown_directory = "");

  // Never null. A directory that cannot be read is a Problem.
  Result<std::shared_ptr<const TemplateList>> list() const;

  // Problems: template_not_found (with the nearest id and those there are), the problems of a
  // damaged one, io codes.
  Result<std::shared_ptr<const Template>> find(const std::string& id) const;

  // The same with all that is known of it; a damaged one is found too. Problem template_not_found.
  Result<LibraryTemplate> find_entry(const std::string& id) const;

  // Reads again; the number of templates, damaged ones included.
  Result<std::size_t> refresh();

 private:
  Result<std::shared_ptr<const TemplateList>> read() const;
  // The template of that id alone, while not all are read; nothing when that would take more than
  // a look at the texts of the others.
  // A command for one template need not wait until all of them are read and parsed.
  std::optional<LibraryTemplate> find_alone(const std::string& id) const;
  std::optional<LibraryTemplate> read_alone(const std::string& id) const;

  std::unique_ptr<Env> directory_;
  std::string shown_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const TemplateList> list_;  // null until first asked for
  mutable TemplateList found_;                        // before that, by find_alone
};

}  // namespace flowtime
