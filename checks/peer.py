"""What the checks against peers share: a call of tenet, a table to call it on, and figures held to each other."""

import csv
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

TENET = str(Path(sys.argv[1]).resolve())
checked = 0


def tenet(folder, *words):
    """What a command says, as JSON."""
    words = [str(word) for word in words]
    run = subprocess.run([TENET, *words, "--format", "json"], cwd=folder, capture_output=True, text=True)
    assert run.returncode < 2, f"tenet {' '.join(words)}: {run.stderr}"
    return json.loads(run.stdout)


def same(what, ours, theirs, relative=1e-9, absolute=1e-12):
    """Both figures agree, or the check ends here and says which does not."""
    global checked
    checked += 1
    assert math.isclose(ours, theirs, rel_tol=relative, abs_tol=absolute), f"{what}: {ours}, the peer says {theirs}"


def write(path, header, columns):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(zip(*columns))


def run(checks):
    """Run each check in one folder, and say how many figures agree."""
    with tempfile.TemporaryDirectory() as name:
        for check in checks:
            check(Path(name))
            print(f"ok  {check.__doc__.splitlines()[0]}")
    print(f"{checked} figures agree")
