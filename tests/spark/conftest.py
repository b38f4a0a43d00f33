"""Tests that need Spark: `make test-spark` runs them, and says how many rows; nothing else does."""

import os

import pytest

if "SPARK_ROWS" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def rows(tmp_path_factory):
    from benchmarks.events_rows import write
    from spark.jobs import ROWS

    folder = tmp_path_factory.mktemp("rows")
    write(folder, ROWS)
    return str(folder)


@pytest.fixture(scope="session")
def by_duckdb(rows):
    from graph.events.engine import connect
    from graph.events.folding import fold
    from spark.jobs import QUERY, READER, ROWS

    with connect("duckdb") as engine:
        found = fold([rows], QUERY, engine=engine, reader=READER)
    assert found.tally.rows == ROWS
    assert len(found.dyads) > ROWS / 1000
    return found


def pytest_collection_modifyitems(items):
    # PySpark 3.5 leaves the sockets of threads that ended to Python, which then warns of them.
    sockets = "ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"
    for item in items:
        if item.path.parent.name == "spark":
            item.add_marker(pytest.mark.filterwarnings(sockets))
