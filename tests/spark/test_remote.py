"""The same job on a cluster: a standalone master and two workers, of which one dies meanwhile."""

import pytest

from graph.events.engine import connect
from graph.events.folding import fold
from graph.events.sql import Query
from graph.events.values import EventsError, Limits
from spark.jobs import QUERY, READER, ROWS, same
from spark.standalone import cluster


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    # 200 parts, the default, are meant for more rows than a short run has.
    parts = min(max(ROWS // 50_000, 8), 200)
    (folder / "spark-defaults.conf").write_text(f"spark.sql.shuffle.partitions {parts}\n")
    with pytest.MonkeyPatch.context() as patch, cluster(folder) as started:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        yield started


class Killer:
    """Kills a worker as soon as a part of the first long query is done."""

    def __init__(self, running):
        self.running = running
        self.at = None
        self.doomed = 0
        self.on = False

    def __call__(self, progress):
        if self.on and self.at is None and progress.share > 0:
            self.at = progress.share
            self.doomed = self.running.kill_one()


def test_a_cluster_gives_the_same_also_when_a_worker_dies_meanwhile(running, rows, by_duckdb):
    killer = Killer(running)
    with connect("spark", Limits("512MB", master=running.master), killer) as engine:
        same(by_duckdb, fold([rows], QUERY, engine=engine, reader=READER))
        killer.on = True
        same(by_duckdb, fold([rows], QUERY, engine=engine, reader=READER))
        assert killer.at is not None, "the job was over before a worker could die"
        assert killer.doomed >= 2, "the worker had no executor"
        assert running.workers[1].poll() is None


def test_a_worker_without_memory_enough_is_told_in_a_line(running):
    huge = "SELECT SUM(LENGTH(REPEAT(CAST(id AS STRING), 1500000000))) FROM RANGE(0, 9, 1, 1)"
    with (
        pytest.raises(EventsError, match="the memory does not suffice") as caught,
        connect("spark", Limits("512MB", master=running.master)) as engine,
    ):
        engine.rows(Query(huge))
    assert "\n" not in str(caught.value)
