"""Answers to queries, and the tables that can be asked -> `Report`."""

from math import isfinite
from typing import Any

from graph.report import Report, plural
from graph.sql import Limits, Rows
from graph.sql_functions import TOLD
from graph.suggesting import nearest
from graph.tables import READABLE, Table

#: Joiners that Persian and Urdu words are written with; other invisible signs are shown by number.
_JOINERS = "\u200c\u200d"
_COLUMNS = ("table", "column", "type", "meaning")


def rows(answer: Rows, limits: Limits, day: str) -> Report:
    """Report the rows of an answer in the order that the query gave them.

    NULL is null in JSON and an empty cell elsewhere; bytes are written in hexadecimal.
    """
    count = plural(len(answer.rows), "row")
    more = f"the first {count}; there are more (--limit {limits.rows * 10})"
    empty = not answer.rows
    return Report(
        "sql",
        results=lambda: [
            dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows
        ],
        columns=tuple(map(shown, answer.columns)),
        rows=[tuple(shown(_cell(cell)) for cell in row) for row in answer.rows],
        sheet=lambda: [answer.columns, *(tuple(map(_cell, row)) for row in answer.rows)],
        about={"columns": list(answer.columns), "day": day, "more": answer.more},
        foot=(f"{more if answer.more else count}; today is {day}",),
        reason="no-rows" if empty else "",
        message="no rows: the query was answered, and nothing fits it" if empty else "",
    )


def _plain(value: Any) -> Any:
    """Give what JSON can hold; it knows no bytes and no infinity."""
    return value if not isinstance(value, bytes | float) or _finite(value) else _cell(value)


def _finite(value: Any) -> bool:
    return isinstance(value, float) and isfinite(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"x'{value.hex()}'" if isinstance(value, bytes) else str(value)


def shown(text: str) -> str:
    r"""Give a text in one line, without signs that a terminal would obey.

    >>> shown("a\nb\x1b[31m")
    'a b\\u001b[31m'
    """
    if text.isprintable():
        return text
    line = " ".join(text.split())
    return "".join(
        sign if sign.isprintable() or sign in _JOINERS else f"\\u{ord(sign):04x}" for sign in line
    )


def schema(name: str = "") -> Report | None:
    """Report every table and view with its columns, or one of them; None: there is none such."""
    chosen = [one for one in READABLE.values() if name in ("", one.name)]
    if not chosen:
        return None
    lines: list[tuple[str, ...]] = []
    for one in chosen:
        lines.append((one.name, "", "table" if isinstance(one, Table) else "view", one.comment))
        lines += [(one.name, c.name, c.type.lower(), c.comment) for c in one.columns]
    return _described(lines)


def tables() -> Report:
    """Report every table and view, without its columns."""
    kinds = ((one, "table" if isinstance(one, Table) else "view") for one in READABLE.values())
    return _described([(one.name, "", kind, one.comment) for one, kind in kinds])


def _described(lines: list[tuple[str, ...]]) -> Report:
    width = max(len(use) for use, _ in TOLD)
    return Report(
        "sql",
        results=lambda: [dict(zip(_COLUMNS, line, strict=True)) for line in lines],
        columns=_COLUMNS,
        rows=lines,
        foot=("functions beside SQLite's:", *(f"  {use:{width}}  {told}" for use, told in TOLD)),
    )


def unknown_table(name: str) -> str:
    """Say that there is no such table, and which is near."""
    near = nearest(name, READABLE)
    hint = f"did you mean {' or '.join(near)}?" if near else "see `whowhom sql .tables`"
    return f'no table or view "{shown(name)}"; {hint}'
