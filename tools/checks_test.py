"""The checks find what they are for, and nothing in clean sources."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_doc_commands
import check_documents
import check_layers
import check_milestones
import check_sources
import check_symbols
import check_words
import cpp_text
import error_codes
import problem_sources

CLEAN = {
    "tools/layers.json": '{"rooms": {"base": [], "series": ["base"], "plan": ["series"],'
                         ' "eval": ["plan"], "model": []}, "never": {"eval": ["model"]}}',
    "CMakeLists.txt": "ft_room(base)\nft_room(series DEPENDS base)\n"
                      "ft_room(plan DEPENDS series LIBRARIES X::Y)\nft_room(eval DEPENDS plan)\n",
    "src/eval/run.cc": '#include "plan/plan.h"\n#include "series/grid.h"\n',
    "src/plan/plan.h": '#include "base/check.h"\n',
    "src/series/grid.h": "// a grid\n",
    "src/base/check.h": "// a check\n",
    "src/model/model.h": "// a model\n",
}


class Tree:
    """A made-up project: CLEAN with some files added or replaced."""

    def __init__(self, files):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        for name, text in {**CLEAN, **files}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def __del__(self):
        self.folder.cleanup()


class Layers(unittest.TestCase):
    def found_in(self, files):
        tree = Tree(files)
        return list(check_layers.violations(tree.root))

    def test_clean(self):
        self.assertEqual(self.found_in({}), [])

    def test_include_upwards(self):
        found = self.found_in({"src/series/grid.h": '\n#include "eval/run.h"\n'})
        self.assertEqual(found, ["src/series/grid.h:2: series may not include eval"])

    def test_include_sideways(self):
        found = self.found_in({"src/eval/run.cc": '#include "model/model.h"\n'})
        self.assertEqual(found, ["src/eval/run.cc:1: eval may not include model"])

    def test_unknown_room(self):
        found = self.found_in({"src/utils/x.h": "", "src/eval/run.cc": ""})
        self.assertEqual(found, ["src/utils/x.h: room utils is not in layers.json"])

    def test_cycle(self):
        found = self.found_in({"tools/layers.json": '{"rooms": {"base": [], "series": ["plan"],'
                               ' "plan": ["series"], "eval": ["plan"]}}'})
        self.assertIn("layers.json: cycle series -> plan -> series", found)

    def test_never(self):
        found = self.found_in({"tools/layers.json": '{"rooms": {"base": [], "series": ["model"],'
                               ' "plan": ["series"], "eval": ["plan"], "model": []},'
                               ' "never": {"eval": ["model"]}}'})
        self.assertEqual(found, ["layers.json: eval reaches model, which it must never see"])

    def table(self, **changes):
        """layers.json of a house with two wings; `eval` is a face, `model` lies unused below."""
        layers = {"wings": {"ground": ["base", "series", "plan", "model"], "faces": ["eval"]},
                  "direct": ["faces"], "largest_share_percent": 50,
                  "rooms": {"base": [], "series": [], "plan": ["series"],
                            "eval": ["plan", "series"], "model": []}}
        return {"tools/layers.json": json.dumps({**layers, **changes})}

    def test_wings(self):
        self.assertEqual(self.found_in(self.table()), [])

    def test_a_room_of_a_wing_above(self):
        rooms = {"base": [], "series": [], "plan": ["series"], "eval": ["plan", "series"],
                 "model": ["eval"]}
        self.assertEqual(self.found_in(self.table(rooms=rooms)),
                         ["layers.json: model (ground) lists eval of the wing above (faces)"])

    def test_each_room_is_in_one_wing(self):
        wings = {"ground": ["base", "series", "plan"], "faces": ["eval", "plan", "kitchen"]}
        self.assertEqual(self.found_in(self.table(wings=wings, direct=[])),
                         ["layers.json: faces lists unknown room kitchen",
                          "layers.json: plan is in 2 wings, not in one",
                          "layers.json: model is in 0 wings, not in one"])
        self.assertEqual(self.found_in(self.table(direct=["roof"])),
                         ["layers.json: direct names unknown wing roof"])

    def test_a_direct_room_is_not_permitted_what_its_rooms_are(self):
        rooms = {"base": [], "series": [], "plan": ["series"], "eval": ["plan"], "model": []}
        self.assertEqual(self.found_in(self.table(rooms=rooms)),
                         ["src/eval/run.cc:2: eval may not include series"])
        self.assertEqual(self.found_in(self.table(rooms=rooms, direct=[])), [])

    def test_a_direct_room_lists_what_it_includes(self):
        rooms = {"base": [], "series": [], "plan": ["series"], "eval": ["plan", "series", "model"],
                 "model": []}
        self.assertEqual(self.found_in(self.table(rooms=rooms)),
                         ["layers.json: eval lists model and includes nothing of it"])

    def test_a_room_without_sources(self):
        rooms = {"base": [], "series": ["base"], "plan": ["series"], "eval": ["plan"],
                 "model": [], "telemetry": []}
        self.assertEqual(self.found_in({"tools/layers.json": json.dumps({"rooms": rooms})}),
                         ["layers.json: room telemetry has no sources in src/telemetry"])

    def test_a_room_that_is_too_large(self):
        files = {**self.table(), "src/series/grid.h": "// a grid\n" * 7}
        self.assertEqual(self.found_in(files), ["src/series: 7 of the 12 lines of src (58.3 %), "
                                                "more than 50 %"])

    def test_a_portable_room_has_no_threads_and_no_other_room(self):
        layers = json.loads(CLEAN["tools/layers.json"])
        layers["portable"] = {"rooms": ["base", "series", "eval"],
                              "but": {"series/threads.cc": ["thread"]}}
        found = self.found_in({
            "tools/layers.json": json.dumps(layers),
            "src/plan/plan.cc": '#include "base/check.h"\n',
            "src/series/threads.cc": "#include <thread>\n#include <mutex>\n",
            "src/series/clean.cc": "// a thread may try { } in words\n",
            "src/eval/run.cc": '#include "plan/plan.h"\nthrow 1;\n'})
        self.assertEqual(found, [
            "src/eval/run.cc:1: a portable source may not include plan/plan.h",
            "src/eval/run.cc:2: a portable source may not use throw",
            "src/series/threads.cc:2: a portable source may not use mutex"])

    def test_tests_may_include_more(self):
        test = {"src/plan/plan_test.cc": '#include "model/model.h"\n'}
        self.assertEqual(self.found_in({**self.table(), **test}),
                         ["src/plan/plan_test.cc:1: plan may not include model"])
        more = {**self.table(tests={"plan": ["model"]}), **test}
        self.assertEqual(self.found_in(more),
                         ["src/plan/plan_test.cc:1: plan includes model but does not link it"])
        cmake = CLEAN["CMakeLists.txt"].replace("plan DEPENDS series",
                                                "plan DEPENDS series TEST_DEPENDS model")
        self.assertEqual(self.found_in({**more, "CMakeLists.txt": cmake}), [])
        self.assertEqual(self.found_in({**self.table(), "CMakeLists.txt": cmake}),
                         ["CMakeLists.txt: the tests of ft_room(plan) may not depend on model"])
        self.assertEqual(self.found_in({**more, "CMakeLists.txt": cmake,
                                        "src/plan/plan.h": test["src/plan/plan_test.cc"]}),
                         ["src/plan/plan.h:1: plan may not include model"])

    def test_cmake_links_too_much(self):
        text = CLEAN["CMakeLists.txt"].replace("series DEPENDS base", "series DEPENDS base plan")
        self.assertIn("CMakeLists.txt: ft_room(series) may not depend on plan",
                      self.found_in({"CMakeLists.txt": text}))

    def test_cmake_links_too_little(self):
        text = CLEAN["CMakeLists.txt"].replace("ft_room(eval DEPENDS plan)", "ft_room(eval)")
        self.assertIn("src/eval/run.cc:1: eval includes plan but does not link it",
                      self.found_in({"CMakeLists.txt": text}))

    def test_cmake_forgets_a_room(self):
        text = CLEAN["CMakeLists.txt"].replace("ft_room(eval DEPENDS plan)", "")
        self.assertIn("CMakeLists.txt: no ft_room(eval), though src/eval has sources",
                      self.found_in({"CMakeLists.txt": text}))


class Functions(unittest.TestCase):
    def test_names_and_lengths(self):
        text = ("namespace a {\n\nclass B : public C {\n public:\n  int get() const { return 1; }\n"
                "  B(int x) : x_{x} {\n    f();\n  }\n  int x_ = 0;\n};\n\n"
                "const int kTable[] = {\n    1,\n    2,\n};\n\n"
                "void f(const char* s = \"{\") {\n  if (x) {\n    y();\n  }\n  // }\n"
                "  auto l = [] { return '}'; };\n}\n}  // namespace a\n")
        self.assertEqual(cpp_text.functions(text), [("get", 5, 1), ("B", 6, 3), ("f", 17, 7)])

    def test_long_function_is_found_and_may_be_excused(self):
        body = "void f() {\n" + "  x();\n" * 80 + "}\n"
        tree = Tree({"src/eval/run.cc": body})
        self.assertEqual(list(check_sources.size_violations(tree.root, {})),
                         ["src/eval/run.cc:1: f has 82 lines, more than 70"])
        excused = {"src/eval/run.cc f": "one table of kernels, a row each"}
        self.assertEqual(list(check_sources.size_violations(tree.root, excused)), [])
        excused["src/plan/plan.h"] = "an excuse that nobody needs"
        self.assertEqual(list(check_sources.size_violations(tree.root, excused)),
                         ["tools/size_exceptions.json: 'src/plan/plan.h' is short enough, "
                          "remove it"])

    def test_unused_header_and_unbuilt_source(self):
        tree = Tree({"src/plan/dead.h": "", "src/plan/dead.cc": "",
                     "src/eval/run.cc": CLEAN["src/eval/run.cc"] + '#include "model/model.h"\n'})
        self.assertEqual(list(check_sources.unused_headers(tree.root)),
                         ["src/plan/dead.h: nobody includes this header"])
        commands = tree.root / "compile_commands.json"
        commands.write_text(json.dumps([{"directory": str(tree.root),
                                         "file": "src/eval/run.cc"}]))
        self.assertEqual(list(check_sources.unbuilt_files(tree.root, commands)),
                         ["src/plan/dead.cc: not part of the build"])

    def test_a_source_is_built_by_its_unit(self):
        tree = Tree({"src/plan/one.cc": "", "src/plan/two.cc": "",
                     "build/units/ft_plan_0.cc": '#include "plan/one.cc"\n'})
        commands = tree.root / "compile_commands.json"
        commands.write_text(json.dumps([{"directory": str(tree.root / "build"),
                                         "file": "units/ft_plan_0.cc"},
                                        {"directory": str(tree.root),
                                         "file": "src/eval/run.cc"}]))
        self.assertEqual(list(check_sources.unbuilt_files(tree.root, commands)),
                         ["src/plan/two.cc: not part of the build"])


class Words(unittest.TestCase):
    RULES = [{"pattern": "forbidden", "files": ["*.cc"], "except": ["*_test.cc"], "why": "no"}]

    def test_places(self):
        tree = Tree({"a.cc": "x\nforbidden\n", "a_test.cc": "forbidden\n",
                           "a.md": "forbidden\n"})
        self.assertEqual(list(check_words.violations(tree.root, self.RULES)), ["a.cc:2: no"])

    def test_the_rules_of_the_project(self):
        here = pathlib.Path(__file__).parent
        rules = json.loads((here / "forbidden_words.json").read_text())["rules"]
        flag = "add_compile_options(-ffast" + "-math)\n"
        tree = Tree({"cmake/flags.cmake": flag, "cmake/notes.cmake": "# " + flag,
                           "docs/a.md": "see /wo" + "rk/main\n"})
        found = [line.split(":")[0] for line in check_words.violations(tree.root, rules)]
        self.assertEqual(found, ["cmake/flags.cmake", "docs/a.md"])


    def words_in(self, files):
        here = pathlib.Path(__file__).parent
        rules = json.loads((here / "forbidden_words.json").read_text())["rules"]
        tree = Tree(files)
        return [line.split(": ")[0] for line in check_words.violations(tree.root, rules)]

    def test_words_for_a_reader_who_skims(self):
        wrong = ["Nobody waits.", "It is for whoever asks.", "'x' is no bin.", "Causes are told once.",
                 "The text stands here.", "A sum comes to 3.", "The id is made up.", "It goes to a file."]
        right = ["There is no run 'x'.", "There are no runs.", "It is no longer read.", "dt stands for a bin.",
                 "What is outstanding is retold.", "It undergoes a change."]
        self.assertEqual(self.words_in({"docs/a.md": "\n".join(wrong + right)}),
                         ["docs/a.md:%d" % (line + 1) for line in [0, 1, 2, 3, 4, 5, 6, 7]])

    def test_only_the_texts_of_sources_are_looked_at(self):
        source = ('// nobody reads this\nint nobody = 1;  // told\n'
                  'f("it is\\" told", 2);\nf(R"(a\nwhoever\nb)");\n')
        tree = Tree({"src/eval/run.cc": source})
        rules = [{"pattern": "nobody|told|whoever", "literals": ["src/*.cc"], "why": "no"}]
        self.assertEqual(list(check_words.violations(tree.root, rules)),
                         ["src/eval/run.cc:3: no", "src/eval/run.cc:5: no"])


class Documents(unittest.TestCase):
    def test_dead_names_and_links(self):
        tree = Tree({"src/eval/run.cc": "", "docs/a.md": "`eval/run.cc`, `src/eval/run.cc`, `eval/run.h`\n"
                     "[here](b.md#part), [there](https://example.org/x)\n",
                     "README.md": "`eval/r*.cc`, `eval/index.json`, `runs/<id>/x.json`, `docs/b.md`\n"})
        self.assertEqual(list(check_documents.violations(tree.root)),
                         ["README.md:1: there is no docs/b.md",
                          "docs/a.md:1: there is no eval/run.h",
                          "docs/a.md:2: the link leads nowhere: b.md"])


class Symbols(unittest.TestCase):
    def test_only_exact_functions(self):
        used = check_symbols.symbols("fmod U\nsqrt U\nexp@GLIBC_2.29 U\nmemcpy U\n")
        self.assertEqual(check_symbols.inexact(used, {"fmod", "sqrt", "exp", "log"}), ["exp"])

    def test_libm_is_found(self):
        self.assertTrue({"sqrt", "exp", "pow"} <= check_symbols.libm_functions())


class DocCommands(unittest.TestCase):
    def found(self, text):
        tree = Tree({"README.md": text})
        program = pathlib.Path("/bin/true")
        return list(check_doc_commands.problems_of(tree.root / "README.md", "README.md",
                                                   tree.root, program))

    def test_run_and_output(self):
        text = "<!-- run -->\n```sh\necho a; echo b; echo c; flowtime\n```\n"
        self.assertEqual(self.found(text + "<!-- output -->\n```text\na\n...\nc\n```\n"), [])
        self.assertEqual(len(self.found(text + "<!-- output -->\n```text\na\nc\n```\n")), 1)

    def test_exit_code(self):
        block = "```sh\nexit 3\n```\n"
        self.assertEqual(self.found("<!-- run: exit 3 -->\n" + block), [])
        self.assertEqual(len(self.found("<!-- run -->\n" + block)), 1)

    def test_a_block_without_a_word_is_refused(self):
        self.assertEqual(len(self.found("```sh\ntrue\n```\n")), 1)
        self.assertEqual(self.found("<!-- not run: it takes hours -->\n```sh\nfalse\n```\n"), [])


    def test_steps_of_a_workflow_run_until_one_fails(self):
        workflow = ("```yaml\njobs:\n  test:\n    steps:\n    - uses: somewhere/checkout\n"
                    "    - {name: Install, run: 'false'}\n    - {name: Make, run: echo a > made}\n"
                    "    - {name: Check, run: 'grep %s made\n\n        echo end'}\n```\n")
        marker = "<!-- run steps, not Install: it needs root -->\n"
        self.assertEqual(self.found(marker + workflow % "a"), [])
        self.assertIn("step Check: exit code 1", self.found(marker + workflow % "b")[0])
        self.assertIn("step Install", self.found("<!-- run steps -->\n" + workflow % "a")[0])
        with self.assertRaises(ValueError):
            self.found(marker.replace("Install", "Instal") + workflow % "a")


class Catalogue(unittest.TestCase):
    """error_codes.py compares the table with the sources and the page with both."""
    TABLE = ('FT_FAMILY(Run, "runs")\n\n'
             'FT_PROBLEM(run_lost, 404, Run,\n           "No run has this id.",\n'
             '           "List the runs.")\n'
             'FT_PROBLEM(stopped, 409, Run,\n           "The work was cancelled.",\n'
             '           "Start it again.")\n')
    SOURCE = ('Problem lost(const std::string& id) {\n'
              '  return {.code = "run_lost", .message = "there is no run \'" + id + "\'",\n'
              '          .remedy = "List the runs."};\n}\n'
              'Problem stop() {\n  return {.code = "stopped", .message = "cancelled at " + name(),\n'
              '          .remedy = ""};\n}\n')

    def faults(self, table=TABLE, source=SOURCE, files=None):
        tree = Tree({"src/problems/codes.def": table, "src/eval/run.cc": source, **(files or {})})
        rows, families, text = error_codes.read_table(tree.root)
        found = list(problem_sources.uses(tree.root))
        return [fault.split(": ", 1)[1] for fault in
                list(error_codes.faults_of_rows(rows, families, text)) +
                list(error_codes.faults_of_uses(tree.root, rows, found))]

    def test_clean(self):
        self.assertEqual(self.faults(), [])

    def test_a_code_without_a_row(self):
        self.assertEqual(self.faults(source=self.SOURCE + 'auto p = Problem{.code = "run_gone", '
                                     '.message = "m", .remedy = "r"};\n'),
                         ["run_gone has no row in src/problems/codes.def"])
        made = ('Problem refuse(const char* code, std::string message) {\n'
                '  return {.code = code, .message = std::move(message), .remedy = ""};\n}\n'
                'auto p = refuse(b ? "run_gone" : "stopped", "the run is gone");\n')
        self.assertEqual(self.faults(source=self.SOURCE + made),
                         ["run_gone has no row in src/problems/codes.def"])

    def test_a_row_that_no_source_makes(self):
        source = self.SOURCE.replace('"stopped"', '"run_lost"')
        self.assertEqual(self.faults(source=source), ["no source makes stopped"])

    def test_rows_out_of_order(self):
        table = self.TABLE.replace("run_lost", "zoo")
        source = self.SOURCE.replace("run_lost", "zoo")
        self.assertEqual(self.faults(table, source), ["stopped belongs before zoo"])

    def test_texts_that_are_no_sentences(self):
        table = self.TABLE.replace("No run has", "no run has").replace("again.", "again")
        self.assertEqual(self.faults(table), [
            "run_lost: the meaning does not begin with a capital",
            "stopped: the remedy does not end with a full stop"])

    def test_a_row_that_cannot_be_read(self):
        table = self.TABLE + "FT_PROBLEM(zoo, 404, Run, kText, kText)\n"
        self.assertIn("not of the form", self.faults(table)[0])
        self.assertEqual(self.faults(self.TABLE.replace("404, Run", "404, Zoo")),
                         ["run_lost: there is no family Zoo"])
        self.assertEqual(self.faults(self.TABLE.replace("404", "200")),
                         ["run_lost: 200 is not a status of a refusal"])

    def test_a_test_that_shows_an_unknown_code(self):
        shown = {"tests/transcripts/a.txt": "! x.yaml: it is gone [run_gone]\n"}
        self.assertEqual(self.faults(files=shown),
                         ["shows run_gone, which has no row in src/problems/codes.def"])

    def test_messages_with_names_that_are_not_in_single_quotes(self):
        def faults(message):
            source = self.SOURCE.replace('"cancelled at " + name()', message)
            tree = Tree({"src/problems/codes.def": self.TABLE, "src/eval/run.cc": source})
            found = [f.split(": ", 1)[1] for f in error_codes.faults_of_messages(problem_sources.uses(tree.root))]
            return [f[f.rindex('"') + 2:].split(",")[0] for f in found]
        for name in ("queueDepth", "grid.bins", "io_failed", "a=b"):
            self.assertEqual(faults('"%s is wrong"' % name), ["begins with a name"], name)
            self.assertEqual(faults('"\'%s\' is wrong"' % name), [], name)
        self.assertEqual(faults('"the id \\"" + id + "\\" is wrong"'), ["has a name in double quotes; messages use single ones"])
        self.assertEqual(faults('"wait and see, e.g. x"'), [])

    def test_the_page_shows_messages_as_sentences(self):
        said = [error_codes.as_sentence(text) for text in ("it ends", "'a' ends.", "is it so?", "bin %s" % error_codes.ELLIPSIS)]
        self.assertEqual(said, ["It ends.", "'a' ends.", "Is it so?", "Bin %s" % error_codes.ELLIPSIS])

    def test_a_finding_is_no_problem(self):
        self.assertEqual(self.faults(source=self.SOURCE + 'Finding f{.code = "served_negative", '
                                     '.node_id = id};\nfinding.code = "served_less";\n'), [])

    def test_messages(self):
        said = problem_sources.sentences
        self.assertEqual(said('"the row has " + std::string(more ? "more" : "fewer") + " fields"'),
                         ["the row has more fields", "the row has fewer fields"])
        self.assertEqual(said('name + " is \\"" + text + "\\", not " + what::of(x)'),
                         ['\u2026 is "\u2026", not \u2026'])
        self.assertEqual(said('path + " " + complaint'), [])
        self.assertEqual(said("std::move(message)"), [])

    def test_a_message_of_the_parameters_is_said_by_the_callers(self):
        source = ('Problem lost(const std::string& what) {\n  return {.code = "run_lost",\n'
                  '          .message = "the run " + what, .remedy = ""};\n}\n'
                  'auto p = lost("is not there");\n')
        tree = Tree({"src/eval/run.cc": source})
        self.assertEqual([use.messages for use in problem_sources.uses(tree.root)],
                         [[], ["the run is not there"]])


class Milestones(unittest.TestCase):
    FILES = {
        "dev": "  run [MODEL]\n  test\n",
        "src/cli/run_command.cc": '{"--template-id", "ID"}',
        "src/plan/plan_test.cc": "TEST(Plan, IsPrinted) {\n}\nTEST_F(Plan, IsRead) {\n}\n",
        "tests/flows/a/b.flow": "",
    }

    def found_in(self, page):
        tree = Tree({**self.FILES, "docs/milestones/m.md": page})
        known = check_milestones.gtests(tree.root) | check_milestones.ctests(tree.root)
        return [problem.split(": ", 1)[1] for problem in check_milestones.problems_of(
            tree.root, tree.root / "docs" / "milestones" / "m.md", known)]

    def test_evidence_that_exists(self):
        self.assertEqual(self.found_in(
            "| [x] | 1.1 | Plans | `Plan.IsPrinted`, `Plan.IsRead`, `tests/flows/a/b.flow` |"
            " `flowtime run --template-id x`, `./dev test` |\n[m](m.md)"), [])

    def test_a_test_that_does_not_exist(self):
        self.assertEqual(self.found_in("| [x] | 1.1 | Plans | `Plan.IsEaten` | `./dev test` |"),
                         ["task 1.1: there is no test Plan.IsEaten"])

    def test_a_file_that_does_not_exist(self):
        self.assertEqual(self.found_in("| [x] | 1.1 | P | `tests/flows/c.flow` | `./dev test` |"),
                         ["task 1.1: there is no tests/flows/c.flow"])

    def test_a_tick_without_evidence(self):
        self.assertEqual(self.found_in("| [x] | 1.2 | Plans |  |  |"),
                         ["task 1.2 is ticked without a test and a command"])
        self.assertEqual(self.found_in("| [ ] | 1.2 | Plans |  |  |"), [])

    def test_commands_and_options_that_do_not_exist(self):
        self.assertEqual(self.found_in("| [x] | 1.1 | P | `Plan.IsRead` | `flowtime run --fast` |"),
                         ["task 1.1: flowtime has no option --fast: flowtime run --fast"])
        self.assertEqual(self.found_in("| [x] | 1.1 | P | `Plan.IsRead` | `./dev dance` |"),
                         ["task 1.1: ./dev has no such command: ./dev dance"])

    def test_rows_of_an_acceptance_page(self):
        self.assertEqual(self.found_in("| [x] | 1.1 | P | `Plan.IsRead` |\n| [ ] | 1.2 | Q | |"), [])
        self.assertEqual(self.found_in("| [x] | 1.1 | P | `Plan.IsEaten` |"),
                         ["row 1.1: there is no test Plan.IsEaten"])
        self.assertEqual(self.found_in("| [x] | 1.1 | P | |"), ["row 1.1 is ticked without a test"])

    def test_links(self):
        self.assertEqual(self.found_in("[a](nowhere.md) and [b](https://example.org)"),
                         ["the link leads nowhere: nowhere.md"])

    def test_counts_are_written_anew(self):
        tree = Tree({**self.FILES,
                     "docs/milestones/m.md": "a\n<!-- counts -->\nstale\n<!-- /counts -->\nz\n"})
        page = tree.root / "docs" / "milestones" / "m.md"
        check_milestones.update(tree.root, page)
        self.assertIn("| unit tests in `src/` | 2 |\n", page.read_text())
        self.assertIn("| flow files (golden series) | 1 |\n", page.read_text())
        self.assertNotIn("stale", page.read_text())


if __name__ == "__main__":
    unittest.main()
