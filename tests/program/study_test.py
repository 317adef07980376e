"""Studies of the program as users start it: killed amid a sweep of 10,000 points, gone on with, alone at the start of a server."""
import json
import os
import sys
import time

from served import Server
from world import expect, main

POINTS = 10000
SWEEP = ["--template-id", "order-system", "--vary", "paymentCapacity=60..96/%d" % POINTS, "--measure", "max:payment_queue"]


def studies(world):
    return {record["studyId"]: record for record in json.loads(world.done("studies", "list", "--json"))["items"]}


def wait_until(condition):
    while not condition():      # the World's alarm ends what never comes
        time.sleep(0.002)


def files_of(world, study):
    """By name: what tells whether a file of points is still the one that it was."""
    directory = os.path.join(world.data, "studies", study, "points")
    found = {}
    for name in sorted(os.listdir(directory)) if os.path.isdir(directory) else []:
        if name.endswith(".f64"):
            state = os.stat(os.path.join(directory, name))
            found[name] = (state.st_ino, state.st_mtime_ns, state.st_size)
    return found


def killed_amid(world, known=()):
    """The id of a study whose process was killed when it had written some points and not all."""
    process = world.start("sweep", *SWEEP)
    begun = lambda: [s for s in world.names("studies") if s not in known]
    wait_until(begun)
    study = begun()[0]
    wait_until(lambda: len(files_of(world, study)) >= 2)
    world.kill(process)
    return study


def unbroken(world):
    world.done("sweep", *SWEEP)
    (study, record), = studies(world).items()
    expect(record["status"] == "completed" and record["completedPoints"] == POINTS, "%s" % record)
    return study, record


def result_of(world, study):
    record = json.loads(world.done("studies", "show", study, "--json"))
    return record["pointsHash"], record["result"]


def kill_amid_a_sweep(world):
    whole, _ = unbroken(world)
    expected = result_of(world, whole)
    rounds = 10 if os.environ.get("FT_LONG") else 2
    said = []
    for _ in range(rounds):
        study = killed_amid(world, studies(world))
        before = files_of(world, study)
        record = studies(world)[study]
        expect(record["status"] == "interrupted" and record["resumesAtStart"] is True, "%s" % record)
        expect(0 < record["completedPoints"] < POINTS, "killed with %d points" % record["completedPoints"])
        world.done("studies", "resume", study)
        after = files_of(world, study)
        expect(all(after[name] == state for name, state in before.items()), "points that were known are written again")
        expect(result_of(world, study) == expected, "the result differs from an uninterrupted one")
        said.append(record["completedPoints"])
    return "killed with %s of %d points" % (said, POINTS)


def resumes_at_start(world):
    whole, _ = unbroken(world)
    expected = result_of(world, whole)
    study = killed_amid(world, [whole])
    before = files_of(world, study)
    server = Server(world)
    jobs = [job for job in server.ask("GET", "/v1/jobs")[1]["items"] if job.get("studyId") == study]
    expect(len(jobs) == 1 and jobs[0]["state"] in ("queued", "running", "succeeded"), "%s" % jobs)
    wait_until(lambda: server.ask("GET", "/v1/studies/" + study)[1]["status"] == "completed")
    server.stop()
    after = files_of(world, study)
    expect(all(after[name] == state for name, state in before.items()), "points that were known are written again")
    expect(result_of(world, study) == expected, "the result differs from an uninterrupted one")


def what_a_person_stopped_stays(world):
    server = Server(world)
    status, made = 0, None
    body = {"kind": "sweep", "templateId": "order-system", "vary": ["paymentCapacity=60..96/200000"], "measures": ["max(payment_queue)"]}
    status, made = server.ask("POST", "/v1/studies", body, {"Prefer": "respond-async"})
    expect(status == 202 and made["status"] == "running", "%s %s" % (status, made))
    study = made["studyId"]
    wait_until(lambda: server.ask("GET", "/v1/studies/" + study)[1]["completedPoints"] > 0)
    expect(server.ask("DELETE", "/v1/jobs/" + made["jobId"])[0] == 202, "the job is not cancelled")
    wait_until(lambda: server.ask("GET", "/v1/studies/" + study)[1]["status"] == "interrupted")
    expect(server.ask("GET", "/v1/studies/" + study)[1]["resumesAtStart"] is False, "a cancelled study goes on by itself")
    server.stop()
    server = Server(world)
    expect(not [job for job in server.ask("GET", "/v1/jobs")[1]["items"] if job.get("studyId") == study
                and job["state"] not in ("cancelled", "failed", "interrupted")], "a cancelled study goes on by itself")
    server.stop()
    # One that an ended server had in hand goes on with the next; one that brings nothing, once only.
    world.done("sweep", "--template-id", "order-system", "--vary", "paymentCapacity=60,72", "--measure", "max:payment_queue")
    small = next(s for s in studies(world) if s != study)
    directory = os.path.join(world.data, "studies", small)
    for name in ("answer.json", "end.json"):
        os.remove(os.path.join(directory, name))
    with open(os.path.join(directory, "resumed.json"), "w") as file:
        file.write("2")
    server = Server(world)
    expect(not [job for job in server.ask("GET", "/v1/jobs")[1]["items"] if job.get("studyId") == small],
           "a study that brought nothing since is gone on with again")
    server.stop()


def calibration(bins):
    """Two parameters of which the measurement says the sum alone: the search is long."""
    yaml = """schemaVersion: 1
grid: {bins: %d, binSize: 5, binUnit: minutes}
nodes:
  - {id: rate, kind: const, values: [3]}
  - {id: share, kind: const, values: [0.5]}
  - {id: out, kind: expr, expr: "rate + share * 2"}
""" % bins
    return {"yaml": yaml, "vary": ["rate=0..10", "share=0..9"], "measured": {"out": [6 + i % 3 for i in range(bins)]}}


def begun_calibration(server, bins):
    status, job = server.ask("POST", "/v1/calibrate", calibration(bins), {"Prefer": "respond-async"})
    expect(status == 202 and job["state"] in ("queued", "running"), "%s %s" % (status, job))
    return "/v1/jobs/" + job["jobId"]


def a_calibration_is_a_job(world):
    server = Server(world)
    job = begun_calibration(server, 24)
    _, _, events = server.raw("GET", job + "/events")
    told = [json.loads(line[6:])["progress"] for line in events.decode().split("\n") if line.startswith("data: ")]
    expect(told == sorted(told) and len(set(told)) > 5 and told[-1] == 1, "progress is %s" % told)
    ended = server.ask("GET", job)[1]
    direct = server.ask("POST", "/v1/calibrate", calibration(24))[1]
    expect(ended["state"] == "succeeded" and ended["result"] == direct, "%s is not %s" % (ended, direct))
    expect(ended["binsDone"] >= direct["evaluations"], "%s" % ended)
    # Amid the search: what it has found so far is not a result.
    long = begun_calibration(server, 100000)
    wait_until(lambda: server.ask("GET", long)[1]["progress"] > 0.05)
    expect(server.ask("DELETE", long)[0] == 202, "the job is not cancelled")
    wait_until(lambda: server.ask("GET", long)[1]["state"] == "cancelled")
    expect("result" not in server.ask("GET", long)[1], "a cancelled job has a result")
    server.stop()
    server = Server(world)
    again = server.ask("GET", job)[1]
    expect(again["state"] == "succeeded" and "result" not in again, "%s" % again)
    server.stop()
    return "%d evaluations, progress %s" % (ended["binsDone"], ["%.2f" % one for one in told])


if __name__ == "__main__":
    sys.exit(main([kill_amid_a_sweep, resumes_at_start, what_a_person_stopped_stays, a_calibration_is_a_job], sys.argv[1]))
