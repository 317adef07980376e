#!/usr/bin/env python3
"""Explanations of the catalogue's runs: printed formulas give the printed values, causes are named and told in full.

usage: explain_test.py FLOWTIME EXAMPLES

A run of every template with its defaults. 2,000 values of random series in random bins, every series at least once, and
400 metrics: the formula as it is printed with its values is evaluated by printed_formula.py. What the explanation of each
peak names is in explain_peaks.txt.
"""
import math
import os
import random
import sys
import urllib.parse

import printed_formula
from served import Server
from world import expect, main

HERE = os.path.dirname(os.path.abspath(__file__))
VALUES, METRICS, LEVELS = 2000, 400, 400
METRIC_NAMES = ["effectiveCapacity", "utilization", "queueTimeMs", "latencyMinutes", "serviceTimeMs", "cycleTimeMs",
                "flowEfficiency", "throughputRatio", "retryTax", "attempts", "flowLatencyMs", "backlogAgeMinutes",
                "fifoDelayMinutes"]
# Members that clients of earlier versions read; there may be more.
CONTRACT = {"": ["runId", "seriesId", "bin", "startUtc", "endUtc", "value", "unit", "stored", "definition", "formula",
                 "contributions", "residual", "cellsWalked", "words"],
            "definition": ["kind", "rule", "withValues"],
            "formula": ["op", "value"],
            "buildUp": ["firstBin", "bins", "before", "inflow", "outflow", "loss", "overflow", "largest", "otherBins"],
            "contributions": ["kind", "amount", "firstBin", "lastBin", "bins", "otherBins"]}


def near(a, b, scale=1.0):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), scale)


class Catalogue:
    def __init__(self, server):
        self.server = server
        status, templates = server.ask("GET", "/api/v1/templates")
        self.templates = sorted(template["id"] for template in templates)
        self.series, self.nodes, self.bins = {}, {}, {}
        for template in self.templates:
            status, made = server.ask("POST", "/v1/runs", {"templateId": template,
                                                           "options": {"runId": template, "failOn": "none"}})
            expect(status in (200, 201), "%s: %s" % (template, made))
            _, index = server.ask("GET", "/v1/runs/%s/index" % template)
            self.series[template] = sorted({series["id"] for series in index["series"]})
            self.bins[template] = index["grid"]["bins"]
            _, graph = server.ask("GET", "/v1/runs/%s/graph" % template)
            self.nodes[template] = [node["id"] for node in graph["nodes"]]

    def explain(self, run, **question):
        status, answer = self.server.ask("GET", "/v1/runs/%s/explain?%s" % (run, urllib.parse.urlencode(question)))
        return answer if status == 200 else None


def check_formula(where, explanation):
    """The printed formula gives the printed value, or both are absent."""
    printed, value = explanation["definition"]["withValues"], explanation["value"]
    expect("..." not in printed, "%s: %s" % (where, printed))
    made = printed_formula.value_of(printed)
    if value is None:
        expect(math.isnan(made), "%s is absent, but %s is %r" % (where, printed, made))
    else:
        expect(near(made, value), "%s is %r, but %s is %r" % (where, value, printed, made))


def check_series(catalogue, chance):
    every = [(run, series) for run in catalogue.templates for series in catalogue.series[run]]
    asked = every + [chance.choice(every) for _ in range(VALUES - len(every))]
    for run, series in asked:
        where = (run, series, chance.randrange(catalogue.bins[run]))
        explanation = catalogue.explain(run, series=series, bin=where[2])
        expect(explanation is not None, "%s: no answer" % (where,))
        if explanation["formula"]["op"] != "input":
            check_formula(where, explanation)
        total = 0.0
        for cause in explanation["contributions"]:
            total += cause["amount"]
            total += cause.get("amountRest", 0)
        expect(explanation["value"] is None or total == explanation["value"], "%s: causes make %r" % (where, total))
    return len(asked)


def check_metrics(catalogue, chance):
    told = 0
    while told < METRICS:
        run = chance.choice(catalogue.templates)
        where = (run, chance.choice(catalogue.nodes[run]), chance.choice(METRIC_NAMES), chance.randrange(catalogue.bins[run]))
        explanation = catalogue.explain(run, node=where[1], metric=where[2], bin=where[3])
        if explanation is None or explanation["value"] is None:
            continue
        check_formula(where, explanation)
        told += 1
    return told


def side(explanation, name):
    return sum(cause["amount"] for cause in explanation["contributions"] if cause.get("side") == name)


def check_gross(where, explanation):
    """What brought is all that came in, what took is all that left, in the same bins."""
    built = explanation["buildUp"]
    expect(near(side(explanation, "in"), built["inflow"], built["inflow"]),
           "%s: %r brought, %r came in" % (where, side(explanation, "in"), built["inflow"]))
    left = built["outflow"] + built["loss"] + built["overflow"]
    expect(near(-side(explanation, "out"), left, built["inflow"]), "%s: %r took, %r left" %
           (where, side(explanation, "out"), left))
    for bin_ in built["largest"]:
        expect(bin_.get("limitedBy"), "%s: nothing limits bin %d" % (where, bin_["bin"]))
    limits = sum(limit["bins"] for limit in built["limits"])
    expect(limits == built["bins"], "%s: limits of %d of %d bins" % (where, limits, built["bins"]))


def check_levels(catalogue, chance):
    levels = [(run, series) for run in catalogue.templates for series in catalogue.series[run]
              if "buildUp" in (catalogue.explain(run, series=series, bin=catalogue.bins[run] // 2) or {})]
    expect(len(levels) >= 10, "levels: %s" % levels)
    told = 0
    while told < LEVELS:
        run, series = chance.choice(levels)
        where = (run, series, chance.randrange(catalogue.bins[run]))
        explanation = catalogue.explain(run, series=series, bin=where[2], width=100)
        told += 1
        if "buildUp" in explanation:
            check_gross(where, explanation)
    return told


def check_contract(where, explanation):
    for place, members in CONTRACT.items():
        objects = explanation if place == "" else explanation.get(place, [])
        for one in objects if isinstance(objects, list) else [objects]:
            missing = [member for member in members if member not in one]
            expect(not missing, "%s: %s without %s" % (where, place, missing))


def peaks():
    with open(os.path.join(HERE, "explain_peaks.txt")) as file:
        for line in file:
            words = line.split(None, 4)
            if line.strip() and not line.startswith("#"):
                yield words[:4] + [printed_formula.value_of(words[4].replace("x", "*"))]


def check_peak(catalogue, run, level, decider, parameter, through):
    start = catalogue.explain(run, series=level, bin=0)
    explanation = catalogue.explain(run, series=level, bin=start["trend"]["peakBin"])
    where = (run, level, explanation["bin"])
    check_contract(where, explanation)
    check_gross(where, explanation)
    limits = [limit for limit in explanation["buildUp"]["limits"] if limit["id"] == decider]
    expect(len(limits) == 1, "%s: %s decided, not %s" % (where, explanation["buildUp"]["limits"], decider))
    expect(parameter in limits[0].get("parameters", []), "%s: %s" % (where, limits))
    let_through = [-cause["amount"] for cause in explanation["contributions"]
                   if cause.get("side") == "out" and cause["kind"] == "capacity"]
    expect(near(sum(let_through), through), "%s: %s let through, %r expected" % (where, let_through, through))
    words = explanation["words"]
    name = "the schedule of " + decider.split(".")[0] if decider.endswith(".dispatchSchedule") else decider
    expect(name in words and parameter in words, "%s: %s" % (where, words))
    for wrong in ["numbers in the formula", "without it", "entities"]:
        expect(wrong not in words, "%s: %s" % (where, words))


def the_catalogue_explains_itself(world):
    server = Server(world)
    catalogue = Catalogue(server)
    expect(len(catalogue.templates) >= 13, "templates: %s" % catalogue.templates)
    table = list(peaks())
    expect({row[0] for row in table} == set(catalogue.templates), "explain_peaks.txt leaves a template out")
    for row in table:
        check_peak(catalogue, *row)
    chance = random.Random(20260302)
    told = [check_levels(catalogue, chance), check_series(catalogue, chance), check_metrics(catalogue, chance)]
    server.stop()
    return "%d peaks, %d levels, %d values, %d metrics" % tuple([len(table)] + told)


if __name__ == "__main__":
    sys.exit(main([the_catalogue_explains_itself], sys.argv[1]))
