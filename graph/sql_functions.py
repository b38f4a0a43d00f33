"""The functions that a query has beside SQLite's: ``holds_at``, ``actor_id``, ``fold``, ``today``.

SQLite tells of a failed function only that it failed; `Functions.mistake` keeps what was wrong.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, NamedTuple

from graph.dates import Date, day_text, parse_date, today
from graph.model import ActorGraph
from graph.names import fold, resolve


class Mistake(NamedTuple):
    """Why a query has no answer: a stable code, one line for people, what to try instead."""

    reason: str
    message: str
    suggestions: tuple[str, ...] = ()


class Functions:
    """The functions, for one graph and one day."""

    def __init__(self, graph: ActorGraph) -> None:
        """Take the graph whose names are looked up."""
        self._graph = graph
        self._today = today()
        self.mistake: Mistake | None = None
        self.interrupted = False

    def offer(self, database: sqlite3.Connection) -> None:
        """Make the functions known to a database."""
        for name, arguments, function in (
            ("holds_at", 3, self.holds_at),
            ("actor_id", 1, self.actor_id),
            ("fold", 1, self.fold),
            ("today", 0, self.today),
        ):
            database.create_function(name, arguments, self._heeding(function), deterministic=True)

    def _heeding(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Remember a Ctrl-C in a function, which SQLite tells as any other failure of it."""

        def call(*given: object) -> Any:
            try:
                return function(*given)
            except KeyboardInterrupt:
                self.interrupted = True
                raise

        return call

    def holds_at(self, first: object, last: object, date: object) -> int:
        """Give 1 when the days from first to last share one with a date, else 0.

        Args:
            first: ``first_day`` of a relation or an actor; NULL (undated) never holds.
            last: Its ``last_day``.
            date: A year, month or day, as ``--as-of`` takes it, or ``today``.

        Raises:
            ValueError: It is no such date; `mistake` says so.
        """
        at = self._date(date)
        if not (isinstance(first, str) and isinstance(last, str)):
            return 0
        return int(first <= day_text(at.last) and day_text(at.first) <= last)

    def _date(self, date: object) -> Date:
        text = "NULL" if date is None else str(date)
        if text == "today":
            return self._today
        try:
            # A whole dataset knows dates that say nothing; a question needs one that does.
            return parse_date("" if text == "unknown" else text)
        except ValueError as error:
            self.mistake = Mistake("bad-date", f"holds_at(): {error}")
            raise

    def actor_id(self, name: object) -> str:
        """Give the id of the one actor of this id, name or alias.

        Raises:
            LookupError: There is none, or more than one; `mistake` names the candidates.
        """
        found = resolve(self._graph, str(name))
        if found.actor:
            return found.actor.id
        ids = tuple(actor.id for actor in found.candidates)
        listed = ", ".join(f"{actor.id} ({actor.name})" for actor in found.candidates)
        if found.ambiguous:
            message = f'"{name}" may mean {listed}; ask with an id'
            self.mistake = Mistake("ambiguous-actor", message, ids)
        else:
            hint = f"; did you mean {listed}?" if listed else "; see `whowhom list actors`"
            self.mistake = Mistake("unknown-actor", f'no actor "{name}"{hint}', ids)
        raise LookupError(name)

    def fold(self, text: object) -> str | None:
        """Give a name without case, accents, dashes and spaces, as names are compared."""
        if text is None:
            return None
        # SQLite can spell half a character, which it does not take back.
        return fold(str(text)).encode(errors="replace").decode()

    def today(self) -> str:
        """Give the day of the answer, that of SOURCE_DATE_EPOCH where it is set."""
        return self._today.text


#: How each is used, for ``.schema``.
TOLD = (
    ("holds_at(first_day, last_day, '2021-08')", "1 when it held on a day of that year, month or"),
    ("", "day, or 'today'; else 0. The rule of --as-of; undated is 0"),
    ("actor_id('IS-K')", "id of the one actor of that id, name or alias"),
    ("fold(name)", "a name as names are compared: without case, accents, dashes"),
    ("today()", "the day of the answer"),
)
