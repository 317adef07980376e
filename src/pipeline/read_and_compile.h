// Model text -> document -> Model -> Plan, stage by stage.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "compile/compile.h"
#include "host/limits.h"
#include "host/stage_clock.h"
#include "model/model.h"
#include "pipeline/model_source.h"
#include "pipeline/setting.h"
#include "text/yaml.h"

namespace flowtime {

struct ReadSource {
  yaml::Document document;        // expanded: files and settings are part of it
  std::vector<Setting> settings;  // as applied
};

// The settings of a request with the rows of their files. All problems in one pass: those of
// parse_setting and read_values_table, file_not_allowed, too_many_settings.
Result<std::vector<Setting>> read_settings(const ModelSource& source);

// Stages bind-parameters and expand: reads the settings, parses the text, puts values from files
// and settings into the document. Problems: those of parse_setting, yaml::parse, apply_settings
// and, when the document has to be understood for that, of read_model.
Result<ReadSource> read_source(const ModelSource& source, StageClock& clock);

// The document with the values of files and imports written out. Problems: those of read_model.
Result<yaml::Document> with_values_inline(const yaml::Document& document,
                                          const ModelSource& source);

// Stage validate: the Model of an expanded document, with the seed of the request. `kept`, when
// given, gets the model of a document whose problems leave one (ReadModelOptions::kept).
Result<Model> validate_document(const yaml::Document& document, const ModelSource& source,
                                StageClock& clock, std::optional<Model>* kept = nullptr);

// Stage compile. Problem too_many_cells besides those of compile(): published series times bins.
Result<Compiled> compile_model(const Model& model, const ModelSource& source, const Limits& limits,
                               StageClock& clock);
Result<Done> check_cells(std::int64_t series, std::int64_t bins, const Limits& limits);

// All of it.
struct CompiledModel {
  yaml::Document document;
  std::vector<Setting> settings;
  Model model;
  Compiled compiled;
  // What reading and compiling want to say, in that order.
  std::vector<Finding> notes() const;
};
Result<CompiledModel> read_and_compile(const ModelSource& source, const Limits& limits,
                                       StageClock& clock);

}  // namespace flowtime
