"""How far a job of Spark is, and its end. Of Spark itself nothing is imported.

A classic session has a SparkContext that knows both. Spark Connect has none: it tells its progress
while a query runs, and stops what its own session runs.
"""

import itertools
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

Found = TypeVar("Found")
_NUMBERS = itertools.count(1)
#: Seconds that a server of Spark Connect has to stop what runs.
_STOP = 5.0


class Jobs(Protocol):
    """What watches the work of one session, a piece at a time."""

    def watched(self, work: Callable[[], Found]) -> Callable[[], Found]:
        """Give the work so that it can be watched, in whatever thread it is done."""

    def share(self) -> float:
        """Give how much of the newest piece is done, 0 to 1; 0 where that is not known."""

    def stop(self) -> bool:
        """Stop the newest piece on the workers, and tell whether it ends with an error soon."""


class ContextJobs:
    """Those of a classic session, by its `pyspark.SparkContext`."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._group = ""

    def watched(self, work: Callable[[], Found]) -> Callable[[], Found]:
        """Give the work with a group of its own: Spark knows jobs by the thread that asks."""
        group = self._group = f"whowhom-{next(_NUMBERS)}"

        def grouped() -> Found:
            self._context.setJobGroup(group, "whowhom events", interruptOnCancel=True)
            return work()

        return grouped

    def share(self) -> float:
        """Count the tasks of the group's jobs."""
        status = self._context.statusTracker()
        found = [
            stage
            for job in status.getJobIdsForGroup(self._group)
            for id_ in (getattr(status.getJobInfo(job), "stageIds", None) or ())
            if (stage := status.getStageInfo(id_)) is not None
        ]
        return _share((stage.numTasks, stage.numCompletedTasks) for stage in found)

    def stop(self) -> bool:
        """Cancel the group."""
        self._context.cancelJobGroup(self._group)
        return True


class ConnectJobs:
    """Those of a session of Spark Connect that nobody else works in."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._done = 0.0
        if hasattr(session, "registerProgressHandler"):  # from Spark 4.0
            session.registerProgressHandler(self._heard)

    def watched(self, work: Callable[[], Found]) -> Callable[[], Found]:
        """Give the work as it is."""
        self._done = 0.0
        return work

    def share(self) -> float:
        """Give what was heard last."""
        return self._done

    def stop(self) -> bool:
        """Interrupt all that the session runs; a server that is gone hears nothing."""
        return within(_STOP, self._session.interruptAll)

    def _heard(self, stages: Iterable[Any] | None = None, **_rest: object) -> None:
        self._done = _share((one.num_tasks, one.num_completed_tasks) for one in stages or ())


def jobs_of(session: Any) -> Jobs:
    """Give what watches a session; nobody else may work in one of Spark Connect."""
    try:
        return ContextJobs(session.sparkContext)
    except (AttributeError, NotImplementedError):  # PySpark's own error is an AttributeError too
        return ConnectJobs(session)


def within(seconds: float, ask: Callable[[], object]) -> bool:
    """Ask a server, and tell whether that was over in so many seconds, well or not.

    PySpark asks a server of Spark Connect that is gone again and again for ten minutes, in which
    even Ctrl-C is not heard: who must not wait so long asks in a thread that is left behind.
    """

    def thread() -> None:
        with suppress(Exception):  # of gRPC and of Spark, without a common base
            ask()

    asking = threading.Thread(target=thread, daemon=True)
    asking.start()
    asking.join(seconds)
    return not asking.is_alive()


def _share(stages: Iterable[tuple[int, int]]) -> float:
    """Give the done part of tasks, from pairs of all and done.

    >>> _share([(4, 1), (4, 1)]), _share([])
    (0.25, 0.0)
    """
    pairs = list(stages)
    tasks = sum(all_ for all_, _ in pairs)
    return sum(done for _, done in pairs) / tasks if tasks else 0.0
