"""Event data for tests: small files, one engine, and the excerpts that come with the tests."""

import os
from pathlib import Path

import pytest

from graph.events.engine import connect
from graph.events.folding import fold
from graph.events.mapped import mapped, parse_columns
from graph.events.values import DyadQuery

EXCERPTS = Path(__file__).parent / "data" / "events"
DYADIC = EXCERPTS / "ucdp-dyadic-241-excerpt.csv"
GED = EXCERPTS / "ucdp-ged-syria-excerpt.csv"
GDELT = EXCERPTS / "gdelt-20191024143000-excerpt.export.CSV"
#: A folder with the whole files, for those who have them.
WHOLE = os.environ.get("WHOWHOM_EVENT_DATA", "")
whole = pytest.mark.skipif(not WHOLE, reason="WHOWHOM_EVENT_DATA names no folder with whole files")
COLUMNS = mapped(parse_columns(["source=a,target=b,date=day"]))
GED_HEAD = "side_a,side_b,side_a_new_id,side_b_new_id,date_start,date_end,low,best,high"
GED_HEAD += ",type_of_violence,country,source_office"
ACLED_HEAD = (
    "event_id_cnty;event_date;time_precision;event_type;sub_event_type;actor1;assoc_actor_1;"
    "actor2;assoc_actor_2;country;source;fatalities"
)


def folded(*paths, reader="", engine="duckdb", **query):
    """Fold files; all else is as a user gets it."""
    names = [str(path) for path in paths]
    with connect(engine) as opened:
        return fold(names, DyadQuery(**query), engine=opened, reader=reader)


def pairs(dyads):
    """Give the pairs of names with their counts: events, hostile, cooperative."""
    counted = {}
    for dyad in dyads.dyads:
        key = tuple(sorted(dyad.names))
        before = counted.get(key, (0, 0, 0))
        now = (dyad.events, dyad.hostile, dyad.cooperative)
        counted[key] = tuple(map(sum, zip(before, now, strict=True)))
    return counted


def ged(path, *rows):
    """Write rows in the form of UCDP GED; each is what differs from a plain event."""
    plain = {
        "side_a": "A", "side_b": "B", "side_a_new_id": "1", "side_b_new_id": "2",
        "date_start": "2015-03-04", "date_end": "2015-03-04", "low": "1", "best": "2", "high": "3",
        "type_of_violence": "1", "country": "Syria", "source_office": "SOHR",
    }  # fmt: skip
    names = GED_HEAD.split(",")
    lines = [",".join(f'"{(plain | row)[name]}"' for name in names) for row in rows]
    path.write_text("\n".join([GED_HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def acled(path, *rows):
    """Write rows in the form of ACLED; each is what differs from a plain event."""
    plain = {
        "event_id_cnty": "AFG1", "event_date": "2022-03-15", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "NRF",
        "assoc_actor_1": "", "actor2": "Taliban", "assoc_actor_2": "", "country": "Afghanistan",
        "source": "Tolo", "fatalities": "3",
    }  # fmt: skip
    names = ACLED_HEAD.split(";")
    lines = [";".join(f'"{(plain | row)[name]}"' for name in names) for row in rows]
    return table(path, *lines, head=ACLED_HEAD)


def table(path, *rows, head="a,b,day"):
    """Write a table of three columns."""
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path
