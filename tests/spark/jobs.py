"""The job that every engine does, and what it means that two results are the same."""

import dataclasses
import os

from benchmarks.events_rows import COLUMNS
from graph.events.mapped import mapped, parse_columns
from graph.events.values import DyadQuery

ROWS = int(os.environ.get("SPARK_ROWS", "0"))
READER = mapped(parse_columns([COLUMNS]))
QUERY = DyadQuery(min_events=5, ordered=True)


def same(one, other):
    """Hold two results against each other: means within 1e-9, all else exactly."""
    assert _exact(one) == _exact(other)
    means = [[dyad.goldstein for dyad in all_.dyads] for all_ in (one, other)]
    assert [mean is None for mean in means[0]] == [mean is None for mean in means[1]]
    far = [abs(a - b) for a, b in zip(*means, strict=True) if a is not None]
    assert max(far, default=0.0) <= 1e-9
    assert (one.tally, one.count, one.span) == (other.tally, other.count, other.span)


def _exact(found):
    return [dataclasses.replace(dyad, goldstein=None) for dyad in found.dyads]
