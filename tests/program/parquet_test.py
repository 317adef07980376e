"""What other tools read in a Parquet export is what `flowtime eval` prints, number by number.

usage: parquet_test.py FLOWTIME EXAMPLES      exit code 77: Node or npm is missing, or has no packages

hyparquet always reads the exports, and with FT_LONG=1 DuckDB, which is large. npm puts both beside the program
(build/<preset>/parquet) and keeps them there.
"""
import json
import math
import os
import shutil
import subprocess
import sys

from world import expect, main

SKIPPED = 77
PACKAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parquet")
PLACE = os.path.join(os.path.dirname(os.path.abspath(sys.argv[1])), "parquet")
LONG = os.environ.get("FT_LONG") == "1"
# Bins without a value, the smallest and the largest numbers; a grid of milliseconds before 1970.
ODD = """schemaVersion: 1
grid: {bins: 5, binSize: 250, binUnit: milliseconds, start: 1969-12-31T23:59:59Z}
nodes:
  - {id: zero, kind: const, values: [0, 1, 0, 2, 0]}
  - {id: root, kind: expr, expr: SQRT(zero - 1)}
  - {id: wide, kind: const, values: [5e-324, 1.7976931348623157e308, -0.1, 0.30000000000000004, 1e21]}
"""


def installed():
    """True when the packages are in PLACE; those of an earlier call stay."""
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    os.makedirs(PLACE, exist_ok=True)
    for name in os.listdir(PACKAGES):
        if name != "node_modules":
            shutil.copy(os.path.join(PACKAGES, name), PLACE)
    wanted = "node_modules/@duckdb/node-api" if LONG else "node_modules/hyparquet"
    if os.path.isdir(os.path.join(PLACE, wanted)):
        return True
    words = ["npm", "ci", "--no-audit", "--no-fund", *([] if LONG else ["--omit=optional"])]
    return subprocess.run(words, cwd=PLACE, capture_output=True, check=False).returncode == 0


def read_by(reader, path):
    done = subprocess.run(["node", os.path.join(PLACE, "read.mjs"), reader, path], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, "%s: %s" % (reader, done.stderr[-2000:]))
    return json.loads(done.stdout)


def id_of(series):
    """As `flowtime eval` calls it: id@CLASS of a class part."""
    part = {"DEFAULT": "", "DEFAULT.rest": "@DEFAULT"}.get(series["class"], "@" + series["class"])
    return series["measure"] + part


def expect_series(what, series, values, grid):
    numbers = [value for value in values if value is not None]
    expect(series["values"] == values, "%s has other values: %.300s, not %.300s" % (what, series["values"], values))
    expect(series["count"] == len(values), "%s has %d rows" % (what, series["count"]))
    expect(math.isclose(series["sum"], math.fsum(numbers), rel_tol=1e-12, abs_tol=1e-9), "%s sums to %r" % (what, series["sum"]))
    expect((series["first"], series["last"]) == grid, "%s reaches from %s to %s" % (what, series["first"], series["last"]))


def milliseconds(utc):
    from datetime import datetime, timezone
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in utc else "%Y-%m-%dT%H:%M:%SZ"
    return round(datetime.strptime(utc, form).replace(tzinfo=timezone.utc).timestamp() * 1000)


def read_as_evaluated(world, reader, name, model):
    """(series, values) that `reader` finds in the export of a run of the model."""
    world.done("run", model, "--run-id", name, "--overwrite")
    path = os.path.join(world.home, name + ".parquet")
    world.done("runs", "export", name, "--format", "parquet", "--output", path)
    answer = json.loads(world.done("eval", model, "--format", "json"))
    first, end = milliseconds(answer["grid"]["startUtc"]), milliseconds(answer["grid"]["endUtc"])
    times = first, end - (end - first) // answer["grid"]["bins"]
    found = {}
    for series in read_by(reader, path):
        expect_series("%s of %s by %s" % (id_of(series), name, reader), series, answer["series"][id_of(series)], times)
        found[id_of(series)] = series
    expect(sorted(found) == sorted(answer["series"]), "%s by %s lacks series: %s" %
           (name, reader, sorted(set(found) ^ set(answer["series"]))))
    return len(found), sum(series["count"] for series in found.values())


def exports_are_read(world, reader):
    folder = os.path.abspath(sys.argv[2])
    models = {name[:-5]: os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")}
    models["odd"] = world.write("odd.yaml", ODD)
    counts = [read_as_evaluated(world, reader, name, model) for name, model in models.items()]
    return "%d runs, %d series, %d values" % (len(counts), sum(a for a, _ in counts), sum(b for _, b in counts))


def hyparquet_reads_what_was_evaluated(world):
    return exports_are_read(world, "hyparquet")


def duckdb_reads_what_was_evaluated(world):
    return exports_are_read(world, "duckdb")


if __name__ == "__main__":
    if not installed():
        print("Node or npm is missing, or its packages cannot be installed: skipped")
        sys.exit(SKIPPED)
    sys.exit(main([hyparquet_reads_what_was_evaluated] + [duckdb_reads_what_was_evaluated] * LONG, sys.argv[1]))
