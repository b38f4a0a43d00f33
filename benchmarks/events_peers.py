"""One job by each of the peers: ordered pair and year, at least 5 events, of Parquet files.

``python benchmarks/events_peers.py PEER FOLDER`` prints a line of JSON: what came out, and the CPU
seconds of a Java that the process does not count as its own.
"""
# ruff: noqa: PLC0415 - each peer pays for its own imports alone

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

LEAST = 5
#: What a person would write for this table; every peer does the same.
SQL = f"""
SELECT actor1, actor2, EXTRACT(YEAR FROM day) AS period, COUNT(*) AS events,
  COUNT(CASE WHEN goldstein < 0 THEN 1 END) AS hostile,
  COUNT(CASE WHEN goldstein > 0 THEN 1 END) AS cooperative,
  MIN(day) AS first_day, MAX(day) AS last_day, AVG(goldstein) AS goldstein
FROM {{source}} WHERE actor1 <> actor2 GROUP BY 1, 2, 3 HAVING COUNT(*) >= {LEAST}
"""


def digest(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """Give what two results have in common where they are the same."""
    counts, first, last, mean = [0, 0, 0, 0], "9999", "", 0.0
    for *_, events, hostile, cooperative, begin, end, goldstein in rows:
        for place, number in enumerate((1, events, hostile, cooperative)):
            counts[place] += int(number)
        first, last = min(first, str(begin)[:10]), max(last, str(end)[:10])
        mean += float(goldstein)
    return [*counts, first, last, round(mean, 4)]


def duckdb(folder: str) -> list[Any]:
    import duckdb as library

    con = library.connect()
    con.execute("SET preserve_insertion_order = false")
    con.execute("CREATE TABLE found AS " + SQL.format(source=f"'{folder}/*.parquet'"))
    return summed(con, "found")


def summed(con: Any, source: str) -> list[Any]:
    """Give the digest of a table of DuckDB without its rows in Python."""
    row = con.execute(
        "SELECT COUNT(*), SUM(events), SUM(hostile), SUM(cooperative), MIN(first_day), "
        f"MAX(last_day), SUM(goldstein) FROM {source}"
    ).fetchone()
    return [*map(int, row[:4]), str(row[4]), str(row[5]), round(row[6], 4)]


def polars(folder: str) -> list[Any]:
    import polars as pl

    goldstein = pl.col("goldstein")
    found = (
        pl.scan_parquet(f"{folder}/*.parquet")
        .select("actor1", "actor2", "day", "goldstein")
        .filter(pl.col("actor1") != pl.col("actor2"))
        .group_by("actor1", "actor2", pl.col("day").dt.year().alias("period"))
        .agg(
            events=pl.len(),
            hostile=(goldstein < 0).sum(),
            cooperative=(goldstein > 0).sum(),
            first_day=pl.col("day").min(),
            last_day=pl.col("day").max(),
            mean=goldstein.mean(),
        )
        .filter(pl.col("events") >= LEAST)
        .collect(engine="streaming")
    )
    counts = [found[name].sum() for name in ("events", "hostile", "cooperative")]
    first, last = found["first_day"].min(), found["last_day"].max()
    return [len(found), *counts, str(first), str(last), round(found["mean"].sum(), 4)]


def pandas(folder: str) -> list[Any]:
    import pandas as pd

    frame = pd.read_parquet(folder, columns=["actor1", "actor2", "day", "goldstein"])
    frame = frame[frame.actor1 != frame.actor2]
    days = pd.to_datetime(frame.day)
    frame = frame.assign(
        period=days.dt.year, day=days, hostile=frame.goldstein < 0, cooperative=frame.goldstein > 0
    )
    found = frame.groupby(["actor1", "actor2", "period"], sort=False).agg(
        events=("day", "size"),
        hostile=("hostile", "sum"),
        cooperative=("cooperative", "sum"),
        first_day=("day", "min"),
        last_day=("day", "max"),
        goldstein=("goldstein", "mean"),
    )
    return digest(found[found.events >= LEAST].itertuples(index=False))


def loop(folder: str) -> list[Any]:
    """Do it in plain Python; the rows come out of DuckDB, as Python cannot read Parquet."""
    import duckdb as library

    con = library.connect()
    con.execute(f"SELECT actor1, actor2, day, goldstein FROM '{folder}/*.parquet'")
    groups: dict[Any, list[Any]] = {}
    while part := con.fetchmany(10_000):
        for one, two, day, goldstein in part:
            if one == two:
                continue
            group = groups.setdefault((one, two, day.year), [0, 0, 0, day, day, 0.0])
            group[0] += 1
            group[1] += goldstein < 0
            group[2] += goldstein > 0
            group[3] = min(group[3], day)
            group[4] = max(group[4], day)
            group[5] += goldstein
    kept = (group for group in groups.values() if group[0] >= LEAST)
    return digest([*group[:5], group[5] / group[0]] for group in kept)


def replay(folder: str) -> list[Any]:
    """Run the very statements of whowhom, as `note` left them, in DuckDB's own client."""
    import duckdb as library

    from graph.events.folding import DYADS

    con = library.connect()
    for text, values in json.loads(Path(f"{folder}.statements").read_text(encoding="utf-8")):
        con.execute(text, values).fetchall()
    return summed(con, DYADS)


def note(folder: str) -> list[Any]:
    """Note the statements of whowhom."""
    from graph.events.engine_duckdb import DuckDB

    statements: list[tuple[str, list[str]]] = []
    run = DuckDB._run  # noqa: SLF001 - there is no other place where all texts come by

    def noted(self: DuckDB, text: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        statements.append((text, list(values)))
        return run(self, text, values)

    DuckDB._run = noted  # type: ignore[method-assign] # noqa: SLF001
    found = whowhom(folder)
    settings = [("SET preserve_insertion_order = false", [])]
    own = [one for one in statements if not one[0].startswith("SELECT COUNT(*), SUM(events)")]
    Path(f"{folder}.statements").write_text(json.dumps(settings + own), encoding="utf-8")
    return found


def whowhom(folder: str, engine: str = "duckdb", **limits: Any) -> list[Any]:
    """Fold as the command does, without its last step, which makes text of every dyad."""
    from graph.events.engine import connect
    from graph.events.folding import DYADS, fold_in, reading
    from graph.events.mapped import mapped, parse_columns
    from graph.events.sql import Query
    from graph.events.values import DyadQuery, Limits

    columns = "source=actor1,target=actor2,date=day,goldstein=goldstein"
    reader = mapped(parse_columns([columns]))
    query = DyadQuery(min_events=LEAST, ordered=True)
    with connect(engine, Limits(**limits)) as opened, reading([folder], opened, reader) as read:
        fold_in(read, query)
        row = opened.rows(
            Query(
                "SELECT COUNT(*), SUM(events), SUM(hostile), SUM(cooperative), MIN(first_day), "
                f"MAX(last_day), SUM(goldstein) FROM {DYADS}"
            )
        )[0]
    return [*map(int, row[:4]), str(row[4]), str(row[5]), round(row[6], 4)]


def alone(folder: str) -> list[Any]:
    """Fold with one thread: on two that share a core, each CPU second does less."""
    return whowhom(folder, threads=1)


def start(_folder: str) -> list[Any]:
    """Do what comes before the first row."""
    from graph.events.engine import connect
    from graph.events.folding import fold_in
    from graph.events.mapped import mapped

    with connect():
        return [fold_in.__name__, mapped.__name__]


def limited(folder: str) -> list[Any]:
    """Fold with 2 GB of memory."""
    return whowhom(folder, memory=LIMIT)


LIMIT = "2GB"


def spark(folder: str) -> list[Any]:
    return whowhom(folder, "spark", master="local[2]", memory="3GB")


def java_seconds() -> float:
    """Give the CPU seconds of Spark's Java, which is nobody's child once Python has ended."""
    if "pyspark" not in sys.modules:
        return 0.0
    from os import sysconf

    from pyspark import SparkContext

    pid = SparkContext._gateway.proc.pid  # noqa: SLF001
    cells = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, cells[11:15])) / sysconf("SC_CLK_TCK")


PEERS = {
    one.__name__: one
    for one in (duckdb, polars, pandas, loop, note, replay, whowhom, alone, start, limited, spark)
}

if __name__ == "__main__":
    found_ = PEERS[sys.argv[1]](sys.argv[2])
    print(json.dumps({"found": found_, "java": java_seconds()}))
