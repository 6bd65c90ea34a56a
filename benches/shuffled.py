"""Nothing may be chosen where the answers were dealt out anew: whole experiments on shuffled targets of real tables.

usage: shuffled.py [TENET] [SHUFFLES]      (default: target/release/tenet 100)
The bar: nothing is chosen in at least 98 of 100.
"""
import csv, json, random, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "../shared/data"
TABLES = [  # file, target, positive, measures, rows at most
    ("telco.csv", "Churn", "Yes", ["auc", "log_loss", "f1"], 2_000),
    ("adult-train.csv", "income", None, ["auc", "accuracy"], 2_000),
    ("abalone.csv", "rings", None, ["r2", "mae"], 2_000),
    ("wine-red.csv", "quality", None, ["rmse"], 2_000),
]


def main():
    tenet = str(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "target/release/tenet").resolve())
    shuffles = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as folder:
        for file, target, positive, measures, most in TABLES:
            with open(DATA / file, newline="") as stream:
                rows = list(csv.reader(stream))
            head, rows = [name.strip() for name in rows[0]], rows[1:]
            at, wrong = head.index(target), {}
            for seed in range(shuffles):
                chance = random.Random(seed)
                some = chance.sample(rows, min(most, len(rows)))
                answers = [row[at] for row in some]
                chance.shuffle(answers)
                table = Path(folder) / "table.csv"
                with open(table, "w", newline="") as stream:
                    writer = csv.writer(stream)
                    writer.writerow(head)
                    writer.writerows(row[:at] + [answer] + row[at + 1 :] for row, answer in zip(some, answers))
                measure = measures[seed % len(measures)]
                command = [tenet, "experiment", str(table), "--target", target, "--metric", measure]
                command += ["--positive", positive] if positive else []
                command += ["--seed", str(seed), "--format", "json"]
                run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
                said = json.loads(run.stdout)
                rules = [finding["rule"] for finding in said.get("findings", [])]
                if said["choice"]["name"] is not None or run.returncode != 1 or "below-baseline" not in rules:
                    wrong[seed] = (measure, said["choice"], run.returncode)
            print(f"{file}: nothing is chosen in {shuffles - len(wrong)} of {shuffles} shuffles", wrong or "", flush=True)


main()
