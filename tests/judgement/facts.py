#!/usr/bin/env python3
"""Headlines that were worked out by hand (cases/) or are the point of a template (templates.jsonl).

  facts.py --bin build/release/flowtime              by the oracle
  facts.py --bin build/release/flowtime --program    by the program itself (`flowtime run --json`)

A line of expected.jsonl names the node or constraint of the headline, the kinds and verdicts that are
right, and any of its figures; a null figure is not looked at. The sum is in the comment of each model.
"""
import argparse
import json
import os
import sys
import tempfile

import oracle
import reading

HERE = os.path.dirname(os.path.abspath(__file__))
TOLERANCE = {"templates.jsonl": 0.05}  # items: the file has one decimal; elsewhere relative 1e-6


def facts():
    for name in ("templates.jsonl", "cases/expected.jsonl"):
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            for line in file:
                fact = json.loads(line)
                model = fact["model"]
                path = model if ":" in model else os.path.join(HERE, "cases", model)
                yield name, fact, path


def of_oracle(program, path):
    return oracle.judge(reading.read(program, path))["headline"]


def of_program(program, path):
    with tempfile.TemporaryDirectory(prefix="judged") as data:
        if path.startswith("template:"):
            text = reading.run(program, ["templates", "generate", path.split(":", 1)[1]])
            path = os.path.join(data, "model.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        answer = json.loads(reading.run(program, ["run", path, "--json", "--data-dir", data, "--fail-on", "none"]))
    headline = answer.get("headline") or (answer.get("metadata") or {}).get("headline") or {}
    return {**headline, **(headline.get("wait") or {})}


def differences(fact, headline, slack):
    subject = headline.get("nodeId") or headline.get("constraintId")
    wrong = [] if subject == fact["node"] else ["is about %s, not %s" % (subject, fact["node"])]
    wrong += ["%s %s, not %s" % (key, headline.get(key), " or ".join(fact[key]))
              for key in ("kind", "verdict") if headline.get(key) not in fact[key]]
    for key in set(fact) - {"model", "node", "kind", "verdict", "why"}:
        want, got = fact[key], headline.get(key)
        if want is None:
            continue
        number = isinstance(want, (int, float)) and not isinstance(want, bool)
        same = got is not None and abs(got - want) <= (slack or 1e-6 * max(1, abs(want))) \
            if number else got == want
        wrong += [] if same else ["%s %s, not %s" % (key, got, want)]
    return wrong


def main():
    parser = argparse.ArgumentParser(description="hold headlines against what was worked out by hand")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--program", action="store_true", help="ask the program, not the oracle")
    arguments = parser.parse_args()
    ask, failed, count = of_program if arguments.program else of_oracle, 0, 0
    for source, fact, path in facts():
        wrong = differences(fact, ask(arguments.bin, path), TOLERANCE.get(source))
        count, failed = count + 1, failed + bool(wrong)
        if wrong:
            print("FAIL %s: %s (%s)" % (fact["model"], "; ".join(wrong), fact["why"]))
    print("%d headlines, %d wrong" % (count, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
