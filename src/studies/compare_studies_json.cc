#include "studies/compare_studies.h"

namespace flowtime::studies {
namespace {

class ComparisonWriter {
 public:
  ComparisonWriter(const StudyComparison& comparison, std::size_t most, JsonWriter& json)
      : made_(comparison), most_(most), json_(json) {}

  void write() {
    json_.begin_object();
    side("before", made_.before);
    side("after", made_.after);
    json_.member("identical", made_.identical()).member("sentence", made_.sentence);
    texts("remarks", made_.remarks);
    texts("parameters", made_.parameters);
    texts("measures", made_.measures);
    json_.member("samePoints", made_.same_points);
    json_.member("differingPoints", static_cast<std::int64_t>(made_.points.size()));
    json_.key("figures").begin_array();
    for (std::size_t i = 0; i < made_.figures.size(); ++i) figure(i);
    json_.end_array();
    list("points", made_.points, [&](const PointMove& point) { write(point); });
    list("found", made_.found, [&](const FoundMove& found) { write(found); });
    json_.member("foundAlike", made_.found_alike);
    list("bands", made_.bands, [&](const BandMove& band) { write(band); });
    only("onlyBefore", made_.before.parameters, made_.parameters_only_before,
         made_.measures_only_before, made_.only_before);
    only("onlyAfter", made_.after.parameters, made_.parameters_only_after,
         made_.measures_only_after, made_.only_after);
    json_.end_object();
  }

 private:
  void side(const char* name, const StudyRecord& record) {
    json_.key(name).begin_object().member("studyId", record.id);
    json_.member("kind", name_of(record.kind)).member("of", record.of);
    json_.member("status", name_of(record.status));
    json_.member("completedPoints", record.completed_points).end_object();
  }
  void texts(const char* name, const std::vector<std::string>& all) {
    json_.key(name).begin_array();
    for (const std::string& text : all) json_.string(text);
    json_.end_array();
  }
  template <class T, class Write>
  void list(const char* name, const std::vector<T>& all, Write write_one) {
    json_.key(name).begin_array();
    for (std::size_t i = 0; i < all.size() && i < most_; ++i) write_one(all[i]);
    json_.end_array();
  }
  void inputs(const std::vector<std::string>& names, const whatif::Point& values) {
    json_.key("params").begin_object();
    for (std::size_t i = 0; i < names.size(); ++i) json_.member(names[i], values[i]);
    json_.end_object();
  }
  void move(const FigureMove& figure) {
    json_.member("before", figure.before.value).member("after", figure.after.value);
    if (figure.before.at_least) json_.member("beforeAtLeast", true);
    if (figure.after.at_least) json_.member("afterAtLeast", true);
  }

  void figure(std::size_t i) {
    const FigureSummary& summary = made_.figures[i];
    json_.begin_object().member("figure", made_.measures[i]);
    json_.member("differing", summary.differing).member("meanChange", summary.mean_change);
    json_.key("largest");
    if (summary.differing == 0) {
      json_.null().end_object();
      return;
    }
    const PointMove& point = made_.points[summary.largest_at];
    json_.begin_object();
    inputs(made_.parameters, point.inputs);
    move(point.figures[i]);
    json_.end_object().end_object();
  }

  void write(const PointMove& point) {
    json_.begin_object();
    inputs(made_.parameters, point.inputs);
    json_.member("beforePoint", point.before_point).member("afterPoint", point.after_point);
    json_.key("measures").begin_object();
    for (std::size_t i = 0; i < made_.measures.size(); ++i) {
      json_.key(made_.measures[i]).begin_object();
      move(point.figures[i]);
      json_.end_object();
    }
    json_.end_object().end_object();
  }
  void write(const FoundMove& found) {
    json_.begin_object().member("what", found.what).member("of", found.of);
    json_.member("before", found.before).member("after", found.after).end_object();
  }
  void write(const BandMove& band) {
    json_.begin_object().member("series", band.series).member("band", band.band);
    json_.member("bin", band.bin);
    json_.member("before", band.before).member("after", band.after).end_object();
  }

  void only(const char* name, const std::vector<std::string>& names,
            const std::vector<std::string>& parameters, const std::vector<std::string>& measures,
            const std::vector<whatif::Point>& points) {
    json_.key(name).begin_object();
    texts("parameters", parameters);
    texts("measures", measures);
    json_.member("pointCount", static_cast<std::int64_t>(points.size()));
    list("points", points, [&](const whatif::Point& point) {
      json_.begin_object();
      inputs(names, point);
      json_.end_object();
    });
    json_.end_object();
  }

  const StudyComparison& made_;
  std::size_t most_;
  JsonWriter& json_;
};

}  // namespace

std::string to_json(const StudyComparison& comparison, std::size_t most,
                    JsonWriter::Layout layout) {
  JsonWriter json(layout);
  ComparisonWriter(comparison, most, json).write();
  return json.take();
}

}  // namespace flowtime::studies
