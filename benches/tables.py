"""Made-up tables for the benchmarks of `tenet scope`, the same every time."""

import duckdb

COLUMNS = """
  i AS id,
  printf('C%07d', (hash(i, 1) % 400000)::BIGINT) AS customer,
  CASE WHEN hash(i, 2) % 20 > 0 THEN (18 + hash(i, 3) % 70)::INTEGER END AS age,
  CASE WHEN hash(i, 4) % 33 > 0 THEN round(exp(9 + u(i, 5) + u(i, 6)), 2) END AS income,
  round(5000 * (u(i, 7) - 0.3), 2) AS balance,
  round(u(i, 8), 6) AS score,
  (hash(i, 9) % 12)::INTEGER AS visits,
  (hash(i, 10) % 120)::INTEGER AS tenure,
  hash(i, 11) % 4 = 0 AS member,
  DATE '2019-01-01' + (hash(i, 12) % 2000)::INTEGER AS signed_up,
  TIMESTAMP '2024-01-01' + to_seconds((hash(i, 13) % 31000000)::INTEGER) AS last_seen,
  one_of(['DE','FR','ES','IT','NL','PL','SE','NO','DK','FI','PT','GR'], i, 14) AS country,
  'city ' || (hash(i, 15) % 800) AS city,
  one_of(['monthly','yearly','two years','trial'], i, 16) AS contract,
  one_of(['web','shop','phone','partner','mail'], i, 17) AS channel,
  CASE WHEN hash(i, 18) % 10 > 0 THEN one_of(['phone','tablet','laptop','desktop'], i, 19) END AS device,
  printf('%05d', (hash(i, 20) % 9000)::BIGINT) AS postcode,
  CASE WHEN hash(i, 21) % 3 > 0 THEN round(u(i, 22) * 40, 1) END AS discount,
  (1 + hash(i, 23) % 500)::INTEGER AS quantity,
  round(1 + u(i, 24) * u(i, 25) * 900, 2) AS price,
  (1 + hash(i, 26) % 5)::INTEGER AS rating,
  one_of(['slow','kind','late','quick','broken','fine'], i, 27) || ' ' ||
    one_of(['delivery','answer','parcel','agent','invoice'], i, 28) || ' ' || (hash(i, 29) % 100000) AS remark,
  round(35 + 30 * u(i, 30), 5) AS latitude,
  round(-10 + 35 * u(i, 31), 5) AS longitude,
  (hash(i, 32) % 1000000)::INTEGER AS points,
  CASE WHEN u(i, 33) < 0.1 + 0.3 * u(i, 8) * u(i, 34) THEN 'yes' ELSE 'no' END AS churned
"""


# The last column, when it is told well, of five classes, or a quantity.
STRONG = "CASE WHEN u(i, 8) + 0.4 * u(i, 35) + 0.3 * ((hash(i, 16) % 4) = 1)::INTEGER > 1 THEN 'yes' ELSE 'no' END AS churned"
CLASSES = "one_of(['A','B','C','D','E'], i, 16) || CASE WHEN u(i, 35) < 0.3 THEN '2' ELSE '' END AS churned"
QUANTITY = "round(100 * u(i, 8) + 20 * (hash(i, 26) % 5) + 30 * u(i, 35), 2) AS churned"
# Texts of all kinds, moments, many different values.
TEXTS = ", ".join(
    [f"'{name} ' || (hash(i, {at}) % {many}) AS {name}" for at, (name, many) in enumerate(
        [("street", 90_000), ("shop", 3_000), ("brand", 60), ("model", 9_000), ("owner", 900_000), ("branch", 12)], 40)]
    + [f"one_of(['red','blue','grey','green','white','black'], i, {at}) || ' ' || one_of(['car','van','bus'], i, {at + 9}) "
       f"AS kind{at}" for at in range(50, 54)]
    + [f"TIMESTAMP '2023-01-01' + to_milliseconds((hash(i, {at}) % 60000000000)::BIGINT) AS at{at}" for at in range(60, 66)]
    + [f"DATE '2015-01-01' + (hash(i, {at}) % 3000)::INTEGER AS day{at}" for at in range(66, 68)]
    + [f"u(i, {at}) * 1e6 AS measure{at}" for at in range(70, 74)]
    + ["md5(i::VARCHAR) AS token", "u(i, 8) AS score",
       "'no. ' || (hash(i, 80) % 5000) || ', ' || one_of(['late','early','never'], i, 81) || ' seen' AS remark"])

FEW = COLUMNS[: COLUMNS.rindex("CASE")]
# Each of 26 columns, the last of which is to be predicted.
TABLES = {
    "mixed": COLUMNS,
    "strong": FEW + STRONG,
    "classes": FEW + CLASSES,
    "quantity": FEW + QUANTITY,
    "texts": TEXTS + ", " + STRONG,
}


def make(path, rows, columns):
    """Write a table as Parquet, CSV or JSON lines, as its ending says."""
    if path.exists():
        return path
    db = duckdb.connect()
    db.execute("CREATE MACRO u(i, c) AS (hash(i, c) % 1000000007) / 1000000007.0")
    db.execute("CREATE MACRO one_of(list, i, c) AS list_extract(list, (1 + hash(i, c) % len(list))::INTEGER)")
    form = " (FORMAT JSON)" if path.suffix == ".jsonl" else ""
    db.execute(f"COPY (SELECT {columns} FROM range({rows}) t(i)) TO '{path}'{form}")
    return path
