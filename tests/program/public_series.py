"""What the files of tests/imports/public say, read by Python alone: nothing here knows how the program reads them.

Sums are fractions of the decimal texts, so that no rounding can hide a lost value.
"""
import csv
import datetime
import json
import math
import os
from collections import Counter
from fractions import Fraction

PLACE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "imports", "public")
ZERO = datetime.datetime(1970, 1, 1)
DAY = 86_400
UNITS = {"minutes": 60, "hours": 3600, "days": DAY, "weeks": 7 * DAY}
# Months and years differ in length: bins of a mean one, from some days before the first sample.
MONTHS, YEARS = ["--bin", "43829m", "--start"], ["--bin", "8766h", "--start"]


class Series:
    """One file: how Python reads it, the options of the import, and the grid that must come."""

    def __init__(self, name, when, form, options, grid, key=None, values=None):
        self.name, self.options, self.grid = name, options, grid
        self.when, self.form, self.key, self.wanted = when, form, key, values
        with open(os.path.join(PLACE, name), encoding="utf-8", newline="") as file:
            self.read(file.read())

    def read(self, text):
        self.text = text
        self.samples = {}    # by column: [(second, decimal text)] in the order of the file
        self.blank = 0
        for row in self.rows(text.splitlines()):
            self.take(row)

    def rows(self, lines):
        if self.name.endswith(".jsonl"):
            return [json.loads(line, parse_float=str, parse_int=str) for line in lines]
        return csv.DictReader(lines)

    def damage(self):
        """Leaves rows out, repeats some and swaps others; the first and the last row stay."""
        head, lines = ([], self.text.splitlines())
        if not self.name.endswith(".jsonl"):
            head, lines = lines[:1], lines[1:]
        for at in range(22, len(lines) - 2, 31):
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        inner = [line for at, line in enumerate(lines[1:-1]) for _ in range(0 if at % 43 == 5 else 2 if at % 29 == 9 else 1)]
        self.read("\n".join([*head, lines[0], *inner, lines[-1]]) + "\n")
        return self

    def take(self, row):
        second = int((datetime.datetime.strptime(row[self.when], self.form) - ZERO).total_seconds())
        for column in self.wanted or [name for name in row if name not in (self.when, self.key)]:
            if row[column] == "":
                self.blank += 1
                continue
            name = row[self.key] if self.key else column
            self.samples.setdefault(name, []).append((second, row[column]))

    def total(self, column):
        return sum(Fraction(text) for _, text in self.samples[column])

    def step_and_phase(self):
        """The most frequent distance of neighbours, and the most frequent rest of the times by it."""
        steps = Counter()
        for samples in self.samples.values():
            times = sorted({second for second, _ in samples})
            steps.update(b - a for a, b in zip(times, times[1:]))
        step = min(steps, key=lambda one: (-steps[one], one))
        rests = Counter(second % step for samples in self.samples.values() for second, _ in samples)
        return step, min(rests, key=lambda one: (-rests[one], one))

    def bins(self, column):
        """The texts of the samples in each bin."""
        start, count, width = self.placed()
        bins = [[] for _ in range(count)]
        for second, text in self.samples[column]:
            bins[(second - start) // width].append(text)
        return bins

    def counts(self):
        """What the report must count."""
        step, phase = self.step_and_phase()
        found = Counter(blankValues=self.blank)
        for column, samples in self.samples.items():
            times = [second for second, _ in samples]
            found["duplicates"] += len(times) - len(set(times))
            found["offGrid"] += sum(1 for second in times if (second - phase) % step)
            found["clockSteps"] += sum(1 for a, b in zip(times, times[1:]) if b < a)
            empty = [not texts for texts in self.bins(column)]
            found["missingBins"] += sum(empty)
            found["gaps"] += sum(1 for before, now in zip([False] + empty, empty) if now and not before)
        return {name: number for name, number in found.items() if number}

    def placed(self):
        """(second of the start, bins, seconds of a bin) of "START BINS x SIZE UNIT"."""
        start, count, _, size, unit = self.grid.split()
        at = datetime.datetime.strptime(start, "%Y-%m-%dT%H:%M:%SZ")
        return int((at - ZERO).total_seconds()), int(count), int(size) * UNITS[unit]

    def values(self, column):
        """By bin: the sum, nothing where there is no sample."""
        return [math.fsum(map(float, texts)) if texts else None for texts in self.bins(column)]


def series():
    iso = "%Y-%m-%d"
    return [
        Series("seattle-weather.csv", "date", iso, [], "2012-01-01T00:00:00Z 731 x 1 days",
               values=["precipitation", "temp_max", "temp_min", "wind"]),
        Series("two-cities-weather.csv", "date", iso, [], "2012-01-01T00:00:00Z 366 x 1 days", key="location"),
        Series("seattle-hourly-normals.csv", "date", "%Y-%m-%dT%H:%M:%S", [], "2010-01-01T01:00:00Z 1000 x 1 hours"),
        Series("iowa-electricity.csv", "year", iso, [*YEARS, "2000-12-29"], "2000-12-29T00:00:00Z 17 x 8766 hours",
               key="source"),
        Series("global-temp.csv", "year", "%Y", [*YEARS, "1879-12-30"], "1879-12-30T00:00:00Z 144 x 8766 hours"),
        Series("nile.csv", "year", "%Y", [*YEARS, "1870-12-30"], "1870-12-30T00:00:00Z 100 x 8766 hours"),
        Series("sunspots.csv", "YEAR", "%Y", [*YEARS, "1699-12-25"], "1699-12-25T00:00:00Z 309 x 8766 hours"),
        Series("co2-concentration.csv", "Date", iso, [*MONTHS, "1958-02-26"], "1958-02-26T00:00:00Z 746 x 43829 minutes"),
        Series("weekly-co2.csv", "date", "%Y%m%d", [], "1958-03-29T00:00:00Z 2284 x 7 days"),
        Series("electrical-equipment.csv", "DATE", "%b-%d-%Y", [*MONTHS, "1994-12-29"],
               "1994-12-29T00:00:00Z 257 x 43829 minutes"),
        Series("us-employment.csv", "month", iso, [*MONTHS, "2005-12-29"], "2005-12-29T00:00:00Z 120 x 43829 minutes"),
        Series("unemployment.jsonl", "date", "%Y-%m-%dT%H:%M:%S.%fZ", ["--value-column", "count", "--bin", "1d"],
               "2000-01-01T00:00:00Z 3685 x 1 days", key="series", values=["count"]),
    ]


def totals_of_readme():
    """{(file, column): total as it is written}, from the table of README.md."""
    found = {}
    with open(os.path.join(PLACE, "README.md"), encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
            if len(cells) == 4 and cells[2].isdigit():
                found[cells[0], cells[1]] = cells[3]
    return found


def decimal_text(number):
    """A fraction whose decimals end, without an exponent."""
    digits = 0
    while number * 10 ** digits % 1:
        digits += 1
    return "%.*f" % (digits, number) if digits < 6 else str(number)


if __name__ == "__main__":
    for one in series():
        for name in one.samples:
            print("| `%s` | `%s` | %d | %s |" % (one.name, name, len(one.samples[name]), decimal_text(one.total(name))))
