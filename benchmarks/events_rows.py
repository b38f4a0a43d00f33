"""Rows as GDELT has them, by the million: actors by Zipf's law, ten years, made by DuckDB.

``python benchmarks/events_rows.py FOLDER ROWS [FILES]`` writes Parquet files.
"""

import sys
from pathlib import Path

ACTORS = 20_000
#: What the columns mean, as ``--columns`` has it.
COLUMNS = "source=actor1,target=actor2,date=day,goldstein=goldstein,publisher=publisher"
#: Hashes of the row's number stand for chance. With u even between 0 and 1, N ** u falls on rank r
#: with a share of 1 / r: Zipf's law.
_ROWS = """
SELECT 'A' || CAST(FLOOR(POWER({actors}, u1)) AS INTEGER) AS actor1,
  'A' || CAST(FLOOR(POWER({actors}, u2)) AS INTEGER) AS actor2,
  DATE '2014-01-01' + CAST(u3 * 3650 AS INTEGER) AS day,
  ROUND(u4 * 20 - 10, 1) AS goldstein,
  'paper' || CAST(u5 * 500 AS INTEGER) AS publisher
FROM (
  SELECT {chances} FROM RANGE({first}, {last}) AS rows(i)
)
"""
_CHANCE = "(HASH(i * 8 + {n}) % 1000003) / 1000003.0 AS u{n}"


def write(folder: Path, rows: int, files: int = 8) -> None:
    """Write so many rows into so many files."""
    import duckdb  # noqa: PLC0415 - the other benchmarks do without

    con = duckdb.connect()
    chances = ", ".join(_CHANCE.format(n=n) for n in range(1, 6))
    for number in range(files):
        first, last = rows * number // files, rows * (number + 1) // files
        text = _ROWS.format(actors=ACTORS, chances=chances, first=first, last=last)
        con.execute(f"COPY ({text}) TO '{folder / f'{number:03}.parquet'}' (FORMAT parquet)")
    con.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write(target, int(sys.argv[2]), *map(int, sys.argv[3:]))
