#include "cli/study_text.h"
#include "series/shown.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

using studies::StudyComparison;

class ComparedStudies {
 public:
  ComparedStudies(const StudyComparison& comparison, std::size_t most, Console& console)
      : made_(comparison), most_(most), console_(console) {}

  void write() const {
    console_.out(made_.before.id + " -> " + made_.after.id + "\n\n");
    std::string text = made_.sentence;
    for (const std::string& remark : made_.remarks) text += (text.empty() ? "" : " ") + remark;
    console_.out(wrapped(text, static_cast<std::size_t>(console_.width())));
    found();
    points();
    bands();
    only();
  }

 private:
  template <class T, class Cells>
  void table(const std::vector<Column>& columns, const std::vector<T>& moves, Cells cells) const {
    if (moves.empty()) return;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < moves.size() && i < most_; ++i) rows.push_back(cells(moves[i]));
    console_.out("\n" + table_text(columns, rows));
    if (moves.size() > rows.size()) {
      console_.out("... and " + std::to_string(moves.size() - rows.size()) +
                   " more; --limit shows them\n");
    }
  }

  void found() const {
    table({{"found"}, {"of"}, {"before", Align::kRight}, {"after", Align::kRight}}, made_.found,
          [](const studies::FoundMove& move) {
            return std::vector<std::string>{move.what, move.of, short_number(move.before),
                                            short_number(move.after)};
          });
  }

  void points() const {
    std::vector<Column> columns;
    for (const std::string& name : made_.parameters) columns.push_back({name, Align::kRight});
    if (made_.parameters.empty()) columns.push_back({"point", Align::kRight});
    for (const std::string& name : made_.measures) {
      columns.push_back({name, Align::kRight});
      columns.push_back({"after", Align::kRight});
    }
    table(columns, made_.points, [&](const studies::PointMove& move) {
      std::vector<std::string> cells;
      for (const double value : move.inputs) cells.push_back(short_number(value));
      if (move.inputs.empty()) cells.push_back(std::to_string(move.before_point));
      for (const studies::FigureMove& figure : move.figures) {
        cells.push_back(figures::shown(figure.before));
        cells.push_back(figures::shown(figure.after));
      }
      return cells;
    });
  }

  void bands() const {
    table({{"series"},
           {"band"},
           {"bin", Align::kRight},
           {"before", Align::kRight},
           {"after", Align::kRight}},
          made_.bands, [](const studies::BandMove& move) {
            return std::vector<std::string>{move.series, move.band, std::to_string(move.bin),
                                            short_number(move.before), short_number(move.after)};
          });
  }

  void names(const char* title, const std::vector<std::string>& all) const {
    if (!all.empty()) console_.out(std::string(title) + shown_list(all) + "\n");
  }
  void points(const char* title, const std::vector<std::string>& parameters,
              const std::vector<whatif::Point>& points) const {
    if (points.empty()) return;
    std::string text = title;
    for (std::size_t i = 0; i < points.size() && i < most_; ++i) {
      text += (i == 0 ? "" : "; ") + studies::inputs_in_words(parameters, points[i]);
    }
    if (points.size() > most_) text += "; and " + std::to_string(points.size() - most_) + " more";
    console_.out(wrapped(text, static_cast<std::size_t>(console_.width())));
  }

  // What the studies do not share.
  void only() const {
    const bool is_any = !made_.only_before.empty() || !made_.only_after.empty() ||
                        !made_.measures_only_before.empty() || !made_.measures_only_after.empty();
    if (is_any) console_.out("\n");
    names("Figures only before: ", made_.measures_only_before);
    names("Figures only after: ", made_.measures_only_after);
    points("Points only before: ", made_.before.parameters, made_.only_before);
    points("Points only after: ", made_.after.parameters, made_.only_after);
  }

  const StudyComparison& made_;
  std::size_t most_;
  Console& console_;
};

}  // namespace

void write_study_comparison(const StudyComparison& comparison, std::size_t most, Console& console) {
  ComparedStudies(comparison, most, console).write();
}

}  // namespace flowtime::cli
