// TemplateReader: the passes of read_template.
#pragma once

#include <string>

#include "template/section.h"
#include "template/template.h"

namespace flowtime::template_detail {

// One per template, used once. Fills the Template that it was given.
class TemplateReader {
 public:
  // The template outlives the reader, and its document is set.
  explicit TemplateReader(Template& into) : template_(into), document_(into.document) {}
  // The problems of the document; none when the template is whole.
  // Call it once.
  Problems read();

 private:
  // read_template.cc
  void read_root(Section& root);
  void read_metadata(Section& root);
  void read_mode(Section& root);
  void read_window(Section& root);
  void read_provenance(Section& root);
  void check_topology(Section& root);

  // read_story.cc: what a template tells of itself besides its title
  void read_claim(Section& metadata);
  void read_what_if();
  void read_change(const yaml::Member& written, WhatIf& what_if);

  // read_parameters.cc
  void read_parameters(Section& root);
  void read_parameter(const yaml::Value& value, const std::string& path);
  void read_type(Section& section, const yaml::Value& value, TemplateParameter& parameter);
  // Bounds before choices and default: both have to be within them.
  void read_bounds(Section& section, TemplateParameter& parameter);
  void read_step(Section& section, TemplateParameter& parameter);
  void read_choices(Section& section, TemplateParameter& parameter);
  void read_default(Section& section, TemplateParameter& parameter);

  // check_placeholders.cc: every placeholder names a parameter, and none is part of a key.
  void check_placeholders();
  void check_placeholders(const yaml::Value& value, const std::string& path);
  void check_scalar(const yaml::Value& value, const std::string& path);
  // False: the scalar is not looked at.
  bool within_limits(const yaml::Value& value, const std::string& path, std::size_t holes);

  void problem(std::string code, std::string message, std::string remedy, SourcePos where,
               std::string path);

  Template& template_;
  const yaml::Document& document_;
  Problems problems_;
  std::size_t placeholders_ = 0;
};

// The parts of a template that become the model, or that belong to it; placeholders are allowed
// only there. "nodes" is one of them, "metadata" is not.
bool takes_placeholders(std::string_view top_level_key);

}  // namespace flowtime::template_detail
