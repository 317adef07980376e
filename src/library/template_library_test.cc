#include "library/template_library.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "library/template_catalogue.h"
#include "library/template_json.h"
#include "sys/memory_env.h"
#include "template/template_test_support.h"

namespace flowtime {
namespace {

std::string named(const std::string& id, const std::string& title = "A small one") {
  return with(with(kSmallTemplate, "id: small", "id: " + id), "A small one", title);
}

// A library whose directory stays within reach.
struct Shelf {
  Shelf() {
    auto env = std::make_unique<MemoryEnv>();
    directory = env.get();
    library = std::make_unique<TemplateLibrary>(std::move(env), "mine");
  }
  MemoryEnv* directory;
  std::unique_ptr<TemplateLibrary> library;
};

const LibraryTemplate* entry_of(const TemplateList& list, const std::string& file) {
  for (const LibraryTemplate& entry : list) {
    if (entry.file == file) return &entry;
  }
  return nullptr;
}

TEST(TemplateLibrary, CarriesTheCatalogue) {
  TemplateLibrary library;
  const auto list = library.list();
  ASSERT_TRUE(list);
  EXPECT_GE((*list)->size(), 12u);
  EXPECT_EQ((*list)->size(), catalogue_files().size());
  std::set<std::string> categories;
  for (const LibraryTemplate& entry : **list) {
    ASSERT_NE(entry.parsed, nullptr) << to_text(entry.problems, entry.file);
    EXPECT_TRUE(entry.is_built_in);
    EXPECT_EQ(entry.file, "catalogue/" + entry.id + ".yaml");
    EXPECT_FALSE(entry.parsed->title.empty());
    EXPECT_FALSE(entry.parsed->description.empty()) << entry.id;
    EXPECT_GT(entry.parsed->narrative.size(), 100u) << entry.id;
    EXPECT_GE(entry.parsed->tags.size(), 2u) << entry.id;
    categories.insert(entry.parsed->category);
    for (const TemplateParameter& parameter : entry.parsed->parameters) {
      EXPECT_TRUE(parameter.default_value) << entry.id << " " << parameter.name;
      EXPECT_TRUE(parameter.min && parameter.max) << entry.id << " " << parameter.name;
      EXPECT_FALSE(parameter.title.empty() || parameter.description.empty())
          << entry.id << " " << parameter.name;
    }
  }
  EXPECT_GE(categories.size(), 5u);
}

// One that is asked for alone is the same as among all.
TEST(TemplateLibrary, FindsEachWithoutReadingTheOthers) {
  const TemplateLibrary whole;
  const auto all = whole.list();
  ASSERT_TRUE(all);
  for (const LibraryTemplate& entry : **all) {
    const TemplateLibrary library;
    const auto found = library.find_entry(entry.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->file, entry.file);
    EXPECT_EQ(found->text, entry.text);
    EXPECT_TRUE(found->is_built_in);
    EXPECT_NE(found->parsed, nullptr);
  }
}

TEST(TemplateLibrary, ADirectoryJoinsTheCatalogueAndWins) {
  Shelf shelf;
  shelf.directory->set_file("a.yaml", named("mine"));
  shelf.directory->set_file("b.yml", named("order-system", "My own"));
  shelf.directory->set_file("notes.txt", "not a template");
  shelf.directory->set_file(".hidden.yaml", "a: [");
  const auto list = shelf.library->list();
  ASSERT_TRUE(list);
  EXPECT_EQ((*list)->size(), catalogue_files().size() + 1);
  EXPECT_EQ((*shelf.library->find("mine"))->document.file, "mine/a.yaml");
  EXPECT_EQ((*shelf.library->find("order-system"))->title, "My own");
  EXPECT_TRUE(std::is_sorted((*list)->begin(), (*list)->end(),
                             [](const auto& a, const auto& b) { return a.id < b.id; }));
}

TEST(TemplateLibrary, DamagedFilesAreListedAndHideNoOther) {
  Shelf shelf;
  shelf.directory->set_file("bad.yaml", with(named("bad"), "1.0.0", "one"));
  shelf.directory->set_file("broken.yaml", "a: [");
  shelf.directory->set_file("good.yaml", named("good"));
  shelf.directory->set_file("twice.yaml", named("good"));
  const auto list = shelf.library->list();
  ASSERT_TRUE(list);
  EXPECT_EQ((*list)->size(), catalogue_files().size() + 4);
  EXPECT_EQ(entry_of(**list, "mine/bad.yaml")->problems.front().code, "bad_version");
  EXPECT_EQ(entry_of(**list, "mine/bad.yaml")->problems.front().file, "mine/bad.yaml");
  EXPECT_EQ(entry_of(**list, "mine/broken.yaml")->id, "broken");
  EXPECT_EQ(entry_of(**list, "mine/twice.yaml")->problems.front().code, "duplicate_template");
  EXPECT_EQ((*shelf.library->find("good"))->document.file, "mine/good.yaml");
  const auto bad = shelf.library->find("bad");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.problems().front().code, "bad_version");
}

TEST(TemplateLibrary, TellsTheNearestId) {
  TemplateLibrary library;
  const auto near = library.find("order-sytem");
  ASSERT_FALSE(near);
  EXPECT_EQ(near.problems().front().code, "template_not_found");
  EXPECT_EQ(near.problems().front().remedy, "Did you mean 'order-system'?");
  const auto far = library.find("zzz");
  ASSERT_FALSE(far);
  EXPECT_NE(far.problems().front().remedy.find("order-system"), std::string::npos);
  EXPECT_FALSE(library.find("Order-System"));
}

TEST(TemplateLibrary, KeepsWhatItReadUntilRefreshed) {
  Shelf shelf;
  shelf.directory->set_file("a.yaml", named("one"));
  // Found alone, before all are read.
  ASSERT_TRUE(shelf.library->find("one"));
  shelf.directory->set_file("a.yaml", named("three"));
  EXPECT_TRUE(shelf.library->find("one"));
  shelf.directory->set_file("a.yaml", named("one"));
  ASSERT_TRUE(shelf.library->list());
  shelf.directory->set_file("b.yaml", named("two"));
  EXPECT_FALSE(shelf.library->find("two"));
  const auto count = shelf.library->refresh();
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, catalogue_files().size() + 2);
  EXPECT_TRUE(shelf.library->find("two"));
}

TEST(TemplateLibrary, AMissingDirectoryIsAProblem) {
  TemplateLibrary library(posix_env("/nonexistent/templates"), "/nonexistent/templates");
  const auto list = library.list();
  ASSERT_FALSE(list);
  EXPECT_EQ(list.problems().front().code, "io_not_found");
  EXPECT_NE(list.problems().front().message.find("no directory of templates"), std::string::npos);
}

TEST(TemplateLibrary, ServesSeveralThreads) {
  Shelf shelf;
  shelf.directory->set_file("a.yaml", named("one"));
  std::vector<std::thread> threads;
  std::atomic<int> found = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) {
        if (i == 0) (void)shelf.library->refresh();
        if (shelf.library->find("one")) ++found;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found, 20);
}

TEST(TemplateJson, TellsListAndDetail) {
  const LibraryTemplate entry = library_template(
      with(kSmallTemplate, "  - {name: gain",
           "  - {name: pick, type: string, default: a, choices: [a, b]}\n"
           "  - {name: list, type: array, arrayOf: int, default: [1, 2]}\n  - {name: gain"),
      "small.yaml");
  ASSERT_NE(entry.parsed, nullptr);
  EXPECT_EQ(template_list_json({entry}),
            R"([{"id":"small","title":"A small one","description":"","category":"general",)"
            R"("tags":[],"version":"1.0.0"}])");
  EXPECT_EQ(
      template_detail_json(entry),
      R"({"id":"small","title":"A small one","description":"","category":"general","tags":[],)"
      R"("version":"1.0.0","parameters":[)"
      R"({"name":"bins","type":"integer","title":"","description":"","defaultValue":"4","default":4,"min":1,"max":100},)"
      R"({"name":"pick","type":"string","title":"","description":"","defaultValue":"a","default":"a","choices":["a","b"]},)"
      R"({"name":"list","type":"array","title":"","description":"","defaultValue":[1,2],"default":[1,2],"arrayOf":"int"},)"
      R"({"name":"gain","type":"number","title":"","description":"","defaultValue":"0.5","default":0.5,"min":-2,"max":2}]})");
  const LibraryTemplate damaged = library_template("a: [", "x/broken.yaml");
  EXPECT_EQ(template_list_json({damaged}).find("{\"errors\""), std::string::npos);
  EXPECT_NE(template_list_json({damaged}).find(R"("errors":[{"code":"yaml_syntax")"),
            std::string::npos);
}

}  // namespace
}  // namespace flowtime
