#!/usr/bin/env python3
"""Run a tool over a drawn suite and score it.

  score.py SUITE --cmd 'tenet scope {args} --format json' [--show] [--keep DIR]

A fault is caught when its rule (or one as right) is reported as a stop or a warning (a note is enough for empty words:
constant, empty and redundant columns) and names a column at fault, and not half the table. A false alarm is an honest
table with a stop, with four warnings nobody can explain, or with a no-go. Net score = mean over the rules of (share
caught - share of honest tables where the same rule cries) x (1 - share of false alarms).
"""
import argparse
import collections
import json
import os
import shlex
import subprocess
import sys

NOTE_IS_ENOUGH = {"constant-column", "empty-column", "redundant-columns"}


def arguments(suite, t):
    args = [os.path.join(suite, t["data"]), "--target", t["target"]]
    for option in ("positive", "time"):
        args += [f"--{option}", str(t[option])] if option in t else []
    args += ["--recent", os.path.join(suite, t["recent"])] if "recent" in t else []
    return args + t.get("args", [])


def findings(suite, t, command):
    words = [a for part in shlex.split(command) for a in (arguments(suite, t) if part == "{args}" else [part])]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout or "{}") or dict(error=done.stderr[-200:])


def is_caught(said, t):
    expect = t["expect"][0]
    wanted = set(expect["columns"] or []).union(*expect.get("columns_alt", []))
    for rule in [expect["rule"], *t.get("equal", []), *t.get("also", [])]:
        named = [f["columns"] for f in said if f["rule"] == rule and (f["level"] != "note" or rule in NOTE_IS_ENOUGH)]
        columns = {c for cs in named for c in cs}
        if named and (not wanted or columns & wanted and len(columns) <= max(3, 3 * len(wanted))):
            exact = not wanted or columns in [set(s) for s in [expect["columns"], *expect.get("columns_alt", [])]]
            return True, exact
    return False, False


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("suite")
    ap.add_argument("--cmd", default="tenet scope {args} --format json")
    ap.add_argument("--show", action="store_true")
    ap.add_argument("--keep")
    a = ap.parse_args()
    caught, planted, cries, exact = collections.Counter(), collections.Counter(), collections.Counter(), 0
    honest = alarms = 0
    for t in json.load(open(os.path.join(a.suite, "truth.json"))):
        answer = findings(a.suite, t, a.cmd)
        if a.keep:
            os.makedirs(a.keep, exist_ok=True)
            json.dump(answer, open(os.path.join(a.keep, t["case"] + ".json"), "w"))
        said = answer.get("findings", [])
        if t["expect"]:
            rule = t["expect"][0]["rule"]
            hit, whole = is_caught(said, t)
            planted[rule] += 1
            caught[rule] += hit
            exact += whole
            if a.show and not hit:
                print("MISS ", t["case"], t["what"], "|", ", ".join(f"{f['rule']}:{f['level']}" for f in said) or answer.get("error", "nothing"))
            continue
        honest += 1
        fine = set(t.get("warn_ok", []))
        stops = [f for f in said if f["level"] == "stop"]
        warns = [f for f in said if f["level"] == "warn" and f["rule"] not in fine]
        for rule in {f["rule"] for f in said if f["level"] != "note" and f["rule"] not in fine}:
            cries[rule] += 1
        alarm = bool(stops) or len(warns) >= 4 or answer.get("decision") == "no-go" or not answer.get("decision")
        alarms += alarm
        if a.show and (alarm or warns):
            print("ALARM" if alarm else "warn ", t["case"], t["what"], "|", "; ".join(f"{f['rule']}: {f['message']}" for f in stops + warns))
    for rule in planted:
        print(f"  {rule:24s} {caught[rule]:3d} of {planted[rule]:3d}   cried on {cries[rule]} of {honest}")
    worth = sum(max(0, caught[r] / planted[r] - cries[r] / honest) for r in planted) / len(planted)
    print(f"caught {sum(caught.values())} of {sum(planted.values())} ({exact} with exactly their columns), {alarms} false alarms in {honest}")
    print(f"net score {100 * worth * (1 - alarms / honest):.1f}")


if __name__ == "__main__":
    sys.exit(main())
