#!/usr/bin/env python3
"""Measured data as people have it, and as attackers do: each file imports right or is refused by its line.

usage: imports_test.py FLOWTIME EXAMPLES

The shapes are in tests/imports/shapes.txt, which says what its lines mean; real series are in tests/imports/public. Each goes
through the command line and through the server, which must agree. What is refused must leave nothing behind, and take no more memory than is allowed.
"""
import json
import math
import os
import re
import select
import shlex
import socket
import struct
import sys
import zipfile
import zlib

from public_series import decimal_text, series, totals_of_readme
from served import Server
from world import expect, main

SHAPES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "imports", "shapes.txt")
COUNTS = {"gaps": "gapCount"}      # what a figure of `counts` is called in the report, where it differs
FIGURES = ("gaps", "missingBins", "duplicates", "offGrid", "resets", "clockSteps", "blankValues")
MEGABYTES = 900                    # that any import may take: the limit of 512 MiB of bins, and what finds it out
SANITIZED = bool(os.environ.get("FT_SANITIZED"))


class Shape:
    """One case of the table."""

    def __init__(self, title, line):
        self.title, self.line = title, line
        self.name, self.text, self.options = "", b"", []
        self.grid, self.refused = None, None
        self.bins, self.totals, self.counts, self.reading = {}, {}, {}, {}
        self.remarks, self.empty, self.ignored = [], [], []

    def file(self, words, rows):
        self.name, forms = words[0], words[1:]
        text = "".join(row[2:].replace("\\t", "\t") + "\n" for row in rows)
        if "crlf" in forms:
            text = text.replace("\n", "\r\n")
        if "cr" in forms:
            text = text.replace("\n", "\r")
        code = "latin-1" if "latin1" in forms else "utf-16" if "utf16" in forms else "utf-8"
        self.text = (b"\xef\xbb\xbf" if "bom" in forms else b"") + text.encode(code)

    def said(self, line):
        what, _, rest = line.partition(" ")
        name, _, value = rest.partition(" = ")
        name = name.replace("\\t", "\t")
        if what == "import":
            self.options = shlex.split(rest)
        elif what == "grid":
            self.grid = rest
        elif what == "bins":
            self.bins[name] = [None if word == "_" else float(word) for word in value.split()]
        elif what == "total":
            column, _, total = name.rpartition(" ")
            self.totals[column] = float(total)
        elif what == "counts":
            words = rest.split()
            self.counts = {key: int(number) for key, number in zip(words[::2], words[1::2])}
        elif what == "remark":
            self.remarks.append(rest)
        elif what == "reading":
            self.reading[name] = value
        elif what in ("empty", "ignored"):
            getattr(self, what).append(rest)
        elif what == "refused":
            self.refused = re.fullmatch(r'(\d+) (\w+) "(.*)"', rest).groups()
        else:
            sys.exit("%s:%d: what is this? %s" % (SHAPES, self.line, line))


def shapes():
    made, rows = [], open(SHAPES, encoding="utf-8").read().split("\n")
    at = 0
    while at < len(rows):
        row = rows[at]
        if row.startswith("### "):
            made.append(Shape(row[4:], at + 1))
        elif row.startswith("<< "):
            end = rows.index("<<", at + 1)
            made[-1].file(row[3:].split(), rows[at + 1:end])
            at = end
        elif row and not row.startswith("#"):
            made[-1].said(row)
        at += 1
    return made


def tree(root):
    """What is below a directory, with sizes; without the locks that tell who lives."""
    found = {}
    for place, folders, files in os.walk(root):
        inside = os.path.relpath(place, root)
        if inside.split(os.sep)[0] == "locks":
            continue
        for name in files:
            found[os.path.join(inside, name)] = os.lstat(os.path.join(place, name)).st_size
        for name in folders:
            if name not in ("locks", "staging", "imports"):
                found[os.path.join(inside, name)] = "directory"
    return found


def camel(option):
    words = option.lstrip("-").split("-")
    return words[0] + "".join(word.capitalize() for word in words[1:])


def query_of(name, options):
    from urllib.parse import quote
    pairs = [("fileName", name)] + [(camel(a), b) for a, b in zip(options[::2], options[1::2])]
    return "&".join("%s=%s" % (key, quote(value)) for key, value in pairs)


def values_of(root, report):
    bins = report["grid"]["bins"]
    with open(os.path.join(root, "imports", report["id"], "values.f64"), "rb") as file:
        numbers = struct.unpack("<%dd" % (bins * len(report["columns"])), file.read())
    rows = [numbers[i * bins:(i + 1) * bins] for i in range(len(report["columns"]))]
    return {column["name"]: [None if x != x else x for x in row] for column, row in zip(report["columns"], rows)}


def expect_equal(shape, what, found, wanted):
    expect(found == wanted, "shapes.txt:%d, %s: %s is %s, not %s" % (shape.line, shape.title, what, found, wanted))


def expect_report(shape, report, root):
    grid = report["grid"]
    expect_equal(shape, "grid", "%s %d x %d %s" % (grid["startUtc"], grid["bins"], grid["binSize"], grid["binUnit"]),
                 shape.grid)
    values = values_of(root, report)
    expect_equal(shape, "bins", values, shape.bins)
    totals = {column["name"]: column["totals"] for column in report["columns"] if column["kind"] in ("flow", "counter")}
    expect_equal(shape, "columns that are counted", sorted(totals), sorted(shape.totals))
    for name, total in shape.totals.items():
        expect_equal(shape, "total of " + name, (totals[name]["before"], totals[name]["after"]), (total, total))
        expect_equal(shape, "sum of " + name, sum(x for x in values[name] if x is not None), total)
    expect_equal(shape, "conserved", report["totals"]["conserved"], True)
    counts = {figure: report[COUNTS.get(figure, figure)] for figure in FIGURES}
    expect_equal(shape, "counts", {k: v for k, v in counts.items() if v}, shape.counts)
    expect_equal(shape, "remarks", ["%s %d" % (r["what"], r["line"]) for r in report["remarks"]], shape.remarks)
    for key, value in shape.reading.items():
        expect_equal(shape, "reading " + key, report["reading"].get(key), value)
    expect_equal(shape, "empty columns", report["emptyColumns"], shape.empty)
    expect_equal(shape, "ignored columns", report["ignoredColumns"], shape.ignored)


def expect_refused(shape, found):
    """`found` is (file, line, code, message)."""
    line, code, part = shape.refused
    place = found[1] if int(line) else 0
    expect_equal(shape, "refusal", (found[0], place, found[2]), (shape.name, int(line), code))
    expect(part in found[3], "shapes.txt:%d: %r is not in %r" % (shape.line, part, found[3]))


def refusal_of_text(text):
    found = re.match(r"(?:flowtime: )?([^:\n]+?)(?::(\d+):\d+)?: (.*) \[(\w+)\]", text)
    expect(found, "not a refusal: " + text)
    return os.path.basename(found.group(1)), int(found.group(2) or 0), found.group(4), found.group(3)


def refusal_of_answer(body):
    problem = body["errors"][0]
    return problem.get("file", ""), problem.get("line", 0), problem["code"], problem["message"]


def shapes_on_the_command_line(world):
    cases = shapes()
    for shape in cases:
        path = os.path.join(world.home, shape.name)
        with open(path, "wb") as file:
            file.write(shape.text)
        before = tree(world.data)
        code, out, err = world.call("telemetry", "import", path, "--json", *shape.options)
        if shape.refused:
            expect_equal(shape, "exit code", code, 1)
            expect_refused(shape, refusal_of_text(err))
            expect_equal(shape, "what is left", tree(world.data), before)
        else:
            expect(code == 0, "shapes.txt:%d, %s: %s" % (shape.line, shape.title, err))
            expect_report(shape, json.loads(out), world.data)
    return "%d files, %d refused" % (len(cases), sum(1 for shape in cases if shape.refused))


def shapes_over_http(world):
    server = Server(world)
    cases = shapes()
    for shape in cases:
        before = tree(world.data)
        status, _, body = server.raw("POST", "/v1/telemetry/imports?" + query_of(shape.name, shape.options),
                                     shape.text, {"Content-Type": "text/csv"})
        body = json.loads(body)
        if shape.refused:
            expect_equal(shape, "status", status, 400)
            expect_refused(shape, refusal_of_answer(body))
            expect_equal(shape, "what is left", tree(world.data), before)
        else:
            expect(status in (200, 201), "shapes.txt:%d, %s: %s" % (shape.line, shape.title, body))
            expect_report(shape, body, world.data)
    server.stop()
    return "%d files" % len(cases)


# --- Public series: tests/imports/public.

def alike(a, b):
    """Sums of the same numbers in another order."""
    return a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-9))


def expect_series(one, report, root):
    """The report says what Python alone finds in the file."""
    def same(what, found, wanted):
        expect(found == wanted, "%s: %s is %s, not %s" % (one.name, what, found, wanted))

    grid = report["grid"]
    same("grid", "%s %d x %d %s" % (grid["startUtc"], grid["bins"], grid["binSize"], grid["binUnit"]), one.grid)
    counts = {figure: report[COUNTS.get(figure, figure)] for figure in FIGURES}
    same("counts", {name: number for name, number in counts.items() if number}, one.counts())
    same("columns", [column["name"] for column in report["columns"]], list(one.samples))
    same("conserved", report["totals"]["conserved"], True)
    values = values_of(root, report)
    for column in report["columns"]:
        name, totals = column["name"], column["totals"]
        same("total before of " + name, totals["before"], math.fsum(float(text) for _, text in one.samples[name]))
        same("total after of " + name, totals["after"], math.fsum(x for x in values[name] if x is not None))
        expect(alike(totals["after"], float(one.total(name))), "%s: %s lost %s" % (one.name, name, totals))
        expect(all(map(alike, values[name], one.values(name))), "%s: other values of %s" % (one.name, name))


def public_series_keep_their_totals(world):
    server = Server(world)
    for one in [*series(), *(one.damage() for one in series())]:
        path = world.write(one.name, one.text)
        expect_series(one, json.loads(world.done("telemetry", "import", path, "--json", "--overwrite", *one.options)), world.data)
        status, _, body = server.raw("POST", "/v1/telemetry/imports?" + query_of(one.name, one.options),
                                     one.text.encode(), {"Content-Type": "text/csv"})
        expect(status in (200, 201), "%s: %s" % (one.name, body))
        expect_series(one, json.loads(body), world.data)
    server.stop()
    return "%d files, as they are and damaged" % len(series())


def public_series_have_the_totals_that_are_written(_):
    written = totals_of_readme()
    found = {(one.name, name): decimal_text(one.total(name)) for one in series() for name in one.samples}
    expect(found == written, "README.md differs: %s" % sorted(set(found.items()) ^ set(written.items())))
    return "%d columns" % len(found)


# --- Hostile files: generated, never stored in the project.

DAY = "2026-01-01T00:%02d:%02dZ"


def zipped():
    import io
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("x.csv", "time,n\n2026-01-01 00:00,1\n")
    return made.getvalue()


def nan_storm(rows):
    return ("time,n\n" + "".join("2026-01-01T%02d:%02d:%02dZ,NaN\n" % (i // 3600 % 24, i // 60 % 60, i % 60)
                                 for i in range(rows))).encode()


def many_keys(count, span_days):
    """A long table, two rows for each series, so far apart that each series spans millions of bins."""
    last = "%04d-01-01T00:00:00Z" % (2026 + span_days // 365)
    rows = ["time,key,n\n"] + ["2026-01-01T%02d:%02d:00Z,first,1\n" % (i // 60, i % 60) for i in range(1440)]
    rows += ["2026-01-02" + row[10:] for row in rows[1:]]
    for i in range(count):
        rows.append("2026-01-01T00:00:00Z,key%d,1\n%s,key%d,1\n" % (i, last, i) if span_days else
                    "2026-01-01T00:00:00Z,key%d,1\n" % i)
    return "".join(rows).encode()


HOSTILE = [
    # name, bytes, line, code, part of the message
    ("a zip", "x.csv", zipped, 1, "import_not_text", "not a text file"),
    ("a gzip", "x.csv", lambda: zlib.compress(b"time,n\n", wbits=31), 1, "import_not_text", "not a text file"),
    ("a picture", "x.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"\xff" * 1000, 1, "import_not_text", "UTF-8"),
    ("bytes that are no text in row 3", "x.csv", lambda: b"time,n\n2026-01-01,1\n2026-01-02,\xff\n2026-01-03,1\n", 3,
     "import_not_text", "UTF-8"),
    ("a name that is no text, far behind", "x.csv",
     lambda: b"time,key,n\n" + b"2026-01-01T00:00:00Z,a,1\n" * 300 + b"2026-01-01T00:00:00Z,\xff,1\n", 302,
     "import_not_text", "UTF-8"),
    ("nothing but NaN", "x.csv", lambda: nan_storm(200_000), 1, "import_columns", "No column has numbers"),
    ("nothing but NaN, in a column that is named", "x.jsonl",
     lambda: b'{"time":"2026-01-01T00:00:00Z","n":null}\n' * 100_000, 0, "import_empty", "sample"),
    ("more series than may be", "x.csv", lambda: many_keys(20_000, 0), 2881 + 10_000, "import_too_many_columns", "10000"),
    ("more columns than may be", "x.csv",
     lambda: ("time," + ",".join("c%d" % i for i in range(5000)) + "\n2026-01-01," + ",".join("1" for _ in range(5000)) +
              "\n").encode(), 1, "import_too_many_columns", "4096"),
    ("few rows that span more bins than fit", "x.csv", lambda: many_keys(100, 365 * 15), 2881 + 12, "import_too_large", "512 MiB"),
    ("times from the first to the last year", "x.csv",
     lambda: b"time,n\n0001-01-01T00:00:00Z,1\n9999-12-31T23:59:59Z,1\n2026-01-01T00:00:00Z,1\n2026-01-01T00:00:01Z,1\n"
             b"2026-01-01T00:00:02Z,1\n", 3, "import_span", "more than 10000000 bins"),
    ("a line of 3 MB", "x.csv", lambda: b"time,n\n2026-01-01,1\n" + b"9" * (3 << 20), 3, "import_line_too_long", "1048576"),
    ("a quote that never closes", "x.csv", lambda: b"time,n\n2026-01-01,1\n2026-01-02,\"" + b"1" * 1000 + b"\n2026-01-03,1\n",
     3, "import_columns", "quote"),
    ("objects within objects", "x.jsonl", lambda: b'{"time":"2026-01-01","n":1}\n' + b'{"a":' * 5000 + b"\n", 2,
     "import_columns", "not valid JSON"),
    ("an answer with two series of one name", "x.json",
     lambda: b'{"status":"success","data":{"resultType":"matrix","result":['
             b'{"metric":{"a":"1"},"values":[[1767225600,"1"]]},{"metric":{"a":"1"},"values":[[1767225600,"1"]]}]}}', 0,
     "import_columns", "Two series"),
    ("an answer with a time that is none", "x.json",
     lambda: b'{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1e300,"1"]]}]}}', 0,
     "import_prometheus", "sample 1"),
    ("labels that never end", "x.om", lambda: b'# TYPE a gauge\na{b="' + b"x" * 5000 + b"\n", 2, "import_columns", "labels"),
]


def measured_peak(world, *words):
    """(code, output, errors, MB at the peak) of a command."""
    usage = os.path.join(world.home, "peak")
    watch = ("import resource, subprocess, sys\n"
             "code = subprocess.run(sys.argv[2:]).returncode\n"
             "open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))\n"
             "sys.exit(code)\n")
    import subprocess
    done = subprocess.run([sys.executable, "-c", watch, usage, world.program, *words], cwd=world.home, capture_output=True,
                          env={"PATH": os.environ["PATH"], "HOME": world.home, "FLOWTIME_DATA_DIR": world.data})
    return done.returncode, done.stdout.decode(), done.stderr.decode(), int(open(usage).read()) / 1024


def hostile_files_on_the_command_line(world):
    worst = 0
    for what, name, made, line, code, part in HOSTILE:
        path = os.path.join(world.home, name)
        with open(path, "wb") as file:
            file.write(made())
        before = tree(world.data)
        status, _, err, peak = measured_peak(world, "telemetry", "import", path)
        expect(status == 1, "%s: exit %d: %s" % (what, status, err))
        found = refusal_of_text(err)
        expect(found[1:3] == (line, code) and part in found[3], "%s: %s" % (what, found))
        expect(found[0] == name, "%s: the file is called %s" % (what, found[0]))
        expect(tree(world.data) == before, "%s left %s" % (what, tree(world.data)))
        expect(SANITIZED or peak < MEGABYTES, "%s took %.0f MB" % (what, peak))
        worst = max(worst, peak)
    return "%d files, at most %.0f MB" % (len(HOSTILE), worst)


def hostile_files_over_http(world):
    server = Server(world)
    for what, name, made, line, code, part in HOSTILE:
        before = tree(world.data)
        status, _, body = server.raw("POST", "/v1/telemetry/imports?fileName=" + name, made(), {"Content-Type": "text/csv"})
        body = json.loads(body)
        expect(status == 400, "%s: %d %.400s" % (what, status, body))
        found = refusal_of_answer(body)
        expect(found[1:3] == (line, code) and part in found[3], "%s: %s" % (what, found))
        server.wait_until_idle()    # what was stored of a body goes behind the answer
        expect(tree(world.data) == before, "%s left %s" % (what, tree(world.data)))
    peak = peak_of(server)
    expect(SANITIZED or peak < MEGABYTES, "the server took %.0f MB" % peak)
    server.stop()
    return "%d files, at most %.0f MB" % (len(HOSTILE), peak)


def a_line_of_a_gigabyte_is_given_up_after_a_megabyte(world):
    """The file is a hole of 1 GB behind two rows: it takes no room on a disk."""
    path = os.path.join(world.home, "huge.csv")
    with open(path, "wb") as file:
        file.write(b"time,n\n2026-01-01,1\n")
        file.truncate(1 << 30)
    code, _, err, peak = measured_peak(world, "telemetry", "import", path)
    expect(code == 1 and refusal_of_text(err)[:3] == ("huge.csv", 3, "import_line_too_long"), err)
    expect(SANITIZED or peak < 60, "%.0f MB" % peak)
    return "%.0f MB" % peak


class Chunked:
    """A POST whose body is sent in chunks, as it is made."""

    def __init__(self, server, path, announced=None):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        length = "Transfer-Encoding: chunked" if announced is None else "Content-Length: %d" % announced
        self.socket.sendall(("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n%s\r\n\r\n" %
                             (path, length)).encode())

    def send(self, piece):
        self.socket.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))

    def answer(self):
        """(status, body)"""
        said = b""
        while b"\r\n\r\n" not in said:
            said += self.socket.recv(65536)
        head, body = said.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(body) < length:
            body += self.socket.recv(65536)
        self.socket.close()
        return int(head.split()[1]), json.loads(body)


def peak_of(server):
    with open("/proc/%d/status" % server.process.pid, encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1)) / 1024


def an_upload_larger_than_a_body_is_stored_as_it_comes(world):
    """52 MB in chunks: four rows per second, a million seconds."""
    server = Server(world)
    before = peak_of(server)
    sent = Chunked(server, "/v1/telemetry/imports?fileName=large.csv&kind=flow")
    sent.send(b"ts,n\n")
    rows = 0
    for first in range(0, 1_000_000, 10_000):
        sent.send(b"".join(b"%d,%d\n" % (1767225600 + i, k) for i in range(first, first + 10_000) for k in (1, 2, 3, 4)))
        rows += 40_000
    sent.send(b"")
    status, report = sent.answer()
    expect(status == 201 and report["rows"] == rows, "%s %s" % (status, report))
    expect(report["grid"]["bins"] == 1_000_000 and report["totals"] == {"before": 1e7, "after": 1e7, "conserved": True}, report)
    values = values_of(world.data, report)["n"]
    expect(values == [10.0] * 1_000_000, "not 10 in every second")
    expect(not [name for name in world.names("staging")], "staging keeps %s" % world.names("staging"))
    taken = peak_of(server) - before
    expect(SANITIZED or taken < 120, "%.0f MB" % taken)
    server.stop()
    return "%.0f MB" % taken


def uploads_are_bounded(world):
    server = Server(world)
    limits = server.ask("GET", "/v1/healthz")[1]["capabilities"]["limits"]
    path = "/v1/telemetry/imports?fileName=x.csv"
    # One that is announced to be too long is refused before any of it came.
    status, body = Chunked(server, path, announced=limits["maxUploadBytes"] + 1).answer()
    expect(status == 413 and body["code"] == "body_too_large", "%s %s" % (status, body))
    # Other routes take what they took.
    status, body = Chunked(server, "/v1/runs", announced=limits["maxBodyBytes"] + 1).answer()
    expect(status == 413 and body["code"] == "body_too_large", "%s %s" % (status, body))
    # A line without end is refused as soon as it is too long, not when it ends.
    sent = Chunked(server, path)
    sent.send(b"time,n\n2026-01-01,1\n")
    pieces = 0
    while pieces < 1024 and not select.select([sent.socket], [], [], 0)[0]:
        sent.send(b"9" * (1 << 20))
        pieces += 1
    status, body = sent.answer()
    expect(status == 400 and body["code"] == "import_line_too_long", "%s %s" % (status, body))
    expect(body["errors"][0]["line"] == 3, body)
    expect(pieces < 200, "%d MB were taken of a line" % pieces)
    # A client that leaves in the middle leaves nothing behind.
    sent = Chunked(server, path)
    sent.send(b"time,n\n" + b"2026-01-01T00:00:00Z,1\n" * 100_000)
    while not world.names("staging"):
        pass
    sent.socket.close()
    server.wait_until_idle()
    expect(not world.names("staging"), "staging keeps %s" % world.names("staging"))
    expect(not os.path.isdir(os.path.join(world.data, "imports")), "something was imported")
    taken = peak_of(server)
    expect(SANITIZED or taken < 120, "%.0f MB" % taken)
    server.stop()
    return "%d MB of the endless line, %.0f MB" % (pieces, taken)


def ids_do_not_lead_out(world):
    path = world.write("x.csv", "time,n\n2026-01-01,1\n2026-01-02,2\n")
    server = Server(world)
    for name in ("../x", "..", ".", "a/b", "/tmp/x", "a\\b", "x" * 300, "-x", "a b", ".hidden"):
        before = tree(world.data)
        code, _, err = world.call("telemetry", "import", path, "--id=" + name)
        expect(code == 1 and "[invalid_id]" in err, "%r: %s" % (name, err))
        from urllib.parse import quote
        status, _, body = server.raw("POST", "/v1/telemetry/imports?id=" + quote(name), open(path, "rb").read(),
                                     {"Content-Type": "text/csv"})
        expect(status == 400 and json.loads(body)["code"] == "invalid_id", "%r: %s" % (name, body))
        expect(tree(world.data) == before, "%r left %s" % (name, tree(world.data)))
    server.stop()
    return ""


MODEL = """schemaVersion: 1
grid: {bins: 2, binSize: 1, binUnit: days, start: 2026-01-01T00:00:00Z}
nodes:
  - {id: demand, kind: const, source: 'import:web#n'}
"""


def stored_imports_are_used_as_they_were_written(world):
    """What was done to a stored import, and what a model that uses it says."""
    path = world.write("x.csv", "time,n\n2026-01-01,1\n2026-01-02,2\n")
    model = world.write("m.yaml", MODEL)
    folder = os.path.join(world.data, "imports", "web")
    values, about = os.path.join(folder, "values.f64"), os.path.join(folder, "import.json")
    outside = world.write("outside.f64", "0123456789abcdef")

    def edit(old, new):
        text = open(about, encoding="utf-8").read()
        expect(old in text, text)
        open(about, "w", encoding="utf-8").write(text.replace(old, new, 1))

    def link(place, target):
        os.remove(place)
        os.symlink(target, place)

    damages = [
        ("a byte of the values", lambda: open(values, "r+b").write(b"\x01"), "import_damaged"),
        ("values cut short", lambda: os.truncate(values, 8), "import_damaged"),
        ("values with more behind", lambda: open(values, "ab").write(b"12345678"), "import_damaged"),
        ("no values", lambda: os.remove(values), "import_damaged"),
        ("values that are a link outside", lambda: link(values, outside), "import_damaged"),
        ("more bins than the file has", lambda: edit('"bins": 2', '"bins": 3'), "import_damaged"),
        ("as many bins as wrap around", lambda: edit('"bins": 2', '"bins": 2305843009213693952'), "import_damaged"),
        ("no bins", lambda: edit('"bins": 2', '"bins": 0'), "import_damaged"),
        ("bins without width", lambda: edit('"binSize": 1', '"binSize": 0'), "import_damaged"),
        ("bins as wide as nothing is", lambda: edit('"binSize": 1', '"binSize": 9007199254740993'), "import_damaged"),
        ("a report that is cut", lambda: os.truncate(about, 100), "import_damaged"),
        ("a report that is a link outside", lambda: link(about, outside), "import_not_found"),
        ("another column", lambda: edit('"name": "n"', '"name": "m"'), "unknown_column"),
    ]
    for what, damage, wanted in damages:
        world.done("telemetry", "import", path, "--id", "web", "--overwrite")
        expect(world.done("eval", model, "--format", "csv").split() == ["bin,start,demand", "0,2026-01-01T00:00:00Z,1",
                                                                       "1,2026-01-02T00:00:00Z,2"], "not as imported")
        damage()
        code, out, err = world.call("eval", model)
        expect(code == 1 and "[%s]" % wanted in err, "%s: exit %d, %s%s" % (what, code, out, err))
    expect(open(outside).read() == "0123456789abcdef", "a file outside was written")
    return "%d kinds of damage" % len(damages)


def an_import_never_writes_through_a_link(world):
    path = world.write("x.csv", "time,n\n2026-01-01,1\n2026-01-02,2\n")
    elsewhere = os.path.join(world.home, "elsewhere")
    os.makedirs(elsewhere)
    kept = os.path.join(elsewhere, "import.json")
    open(kept, "w").write("kept")
    os.makedirs(os.path.join(world.data, "imports"))
    os.symlink(elsewhere, os.path.join(world.data, "imports", "web"))
    world.call("telemetry", "import", path, "--id", "web", "--overwrite")
    expect(open(kept).read() == "kept" and os.listdir(elsewhere) == ["import.json"], "written through a link")
    os.remove(os.path.join(world.data, "imports", "web")) if os.path.islink(
        os.path.join(world.data, "imports", "web")) else None
    # The directory of all imports leads out: refused, and nothing is written there.
    import shutil
    shutil.rmtree(os.path.join(world.data, "imports"))
    os.symlink(elsewhere, os.path.join(world.data, "imports"))
    code, _, err = world.call("telemetry", "import", path, "--id", "other")
    expect(code == 1, "an import was written outside the data directory")
    expect(os.listdir(elsewhere) == ["import.json"], "written through a link: %s" % os.listdir(elsewhere))
    return err.split("\n")[0]


def a_long_import_shows_on_a_terminal_how_far_it_is(world):
    """On a terminal alone: in a pipe nothing is written, and the bar is gone at the end."""
    import pty
    import subprocess
    path = os.path.join(world.home, "long.csv")
    rows = b"".join(b"%d,1\n" % (1767225600 + i) for i in range(1_000_000))
    with open(path, "wb") as file:
        file.write(b"ts,n\n")
        for part in range(3):    # the same instants three times: a sum
            file.write(rows)
    variables = {"PATH": os.environ["PATH"], "HOME": world.home, "FLOWTIME_DATA_DIR": world.data}
    master, slave = pty.openpty()
    shown = subprocess.Popen([world.program, "telemetry", "import", path], env=variables, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:     # the other side is closed
            break
        if not piece:
            break
        said += piece
    expect(shown.wait() == 0, said.decode())
    text = said.decode()
    expect(re.search(r"\r\[#*\.*\] \d+ % of 39 MB", text), "no bar: %r" % text)
    expect(text.endswith("\r\x1b[K"), "the bar stays: %r" % text[-80:])
    code, out, err = world.call("telemetry", "import", path)
    expect(code == 0 and err == "" and "3000000 samples" in out, err + out)
    return "%d times" % text.count("% of")


if __name__ == "__main__":
    sys.exit(main([shapes_on_the_command_line, a_long_import_shows_on_a_terminal_how_far_it_is, shapes_over_http,
                   public_series_have_the_totals_that_are_written, public_series_keep_their_totals,
                   hostile_files_on_the_command_line, hostile_files_over_http,
                   a_line_of_a_gigabyte_is_given_up_after_a_megabyte,
                   an_upload_larger_than_a_body_is_stored_as_it_comes, uploads_are_bounded, ids_do_not_lead_out,
                   stored_imports_are_used_as_they_were_written, an_import_never_writes_through_a_link], sys.argv[1]))
