"""`Report` -> text in one of the formats. Values in, a string out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graph.report import SCHEMA, Report
from graph.showing import to_text


def to_json(report: Report) -> str:
    """Give one JSON object, also for an empty answer and a failed question."""
    plain: dict[str, Any] = {
        "schema": SCHEMA,
        "command": report.command,
        "as_of": report.as_of or None,
        **report.about,
        "results": list(report.results()),
    }
    if report.reason:
        plain |= {"reason": report.reason, "message": report.message}
    if report.suggestions:
        plain["suggestions"] = list(report.suggestions)
    return json_text(plain)


def json_text(plain: Any) -> str:
    """Write JSON as every command does: two spaces, any script as it is, a final line end."""
    import json  # noqa: PLC0415 - text needs none

    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def to_ndjson(report: Report) -> str:
    """Give one JSON object a line, the items of ``results`` alone; nothing for an empty answer."""
    import json  # noqa: PLC0415

    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in report.results())


def to_csv(report: Report) -> str:
    """Give RFC 4180 rows under a head; cells that a spreadsheet would run get a leading ``'``."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    out = io.StringIO()
    csv.writer(out).writerows([inert(cell) for cell in row] for row in _sheet(report))
    return out.getvalue()


def inert(cell: str) -> str:
    """Put a ``'`` before what a spreadsheet would take for a formula; a number stays one.

    The signs are those that OWASP's page on CSV injection names, full-width ones included: Excel
    reads those too where East Asian input is set up.

    >>> inert("=1+1"), inert("-1.5"), inert("-2+3")
    ("'=1+1", '-1.5', "'-2+3")
    """
    return f"'{cell}" if cell[:1] in STARTERS and not _is_number(cell) else cell


#: What begins a formula. The empty cell begins with none of them.
STARTERS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def _is_number(cell: str) -> bool:
    """Tell ``-1``, ``+1.5`` and ``-2e-05`` from ``-2+3``."""
    digits, exponent, power = cell[1:].partition("e")
    return (
        cell[:1] in ("+", "-")
        and digits.replace(".", "", 1).isdecimal()
        and (not exponent or power[power[:1] in ("+", "-") :].isdecimal())
        and cell.isascii()
    )


def to_tsv(report: Report) -> str:
    """Give one line a row, cells parted by tabs; tabs and line ends inside a cell become spaces."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in _sheet(report))
    return "".join(f"{line}\n" for line in lines)


def _sheet(report: Report) -> Sequence[tuple[str, ...]]:
    return report.sheet() if report.sheet else [report.columns, *report.rows]


def to_markdown(report: Report) -> str:
    """Give title, table and notes in GitHub's Markdown, or the document that the answer is."""
    # What makes its own text says in it why it is empty.
    if report.document and (report.text or not report.message):
        return report.document(report.foot)
    from graph.github import marked  # noqa: PLC0415 - the other forms need none

    parts = [f"# {marked(report.title)}\n"] if report.title else []
    parts += [f"{marked(line)}\n" for line in report.lead]
    for head, lines in report.blocks:
        parts += [f"## {marked(head)}\n", "\n".join(map(_item, lines)) + "\n"]
    if report.rows and not report.blocks:
        table = [_row(report.columns), _row("---" for _ in report.columns)]
        table += [_row(marked(cell, begins=False) for cell in row) for row in report.rows]
        parts.append("\n".join(table) + "\n")
    if report.message:
        parts.append(f"{marked(report.message)}\n")
    return "\n".join([*parts, *(f"_{marked(line)}_\n" for line in report.foot)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _item(line: str) -> str:
    from graph.github import marked  # noqa: PLC0415 - as above

    if line.startswith("  <"):  # a link of the item above
        return f"  {marked(line.strip().removeprefix('<').removesuffix('>'))}"
    words = line.lstrip(" ")
    indent, sign = line[: len(line) - len(words)], "- " if words.startswith("- ") else ""
    return f"{indent}{sign}{marked(words.removeprefix(sign))}"


RENDER: dict[str, Callable[[Report], str]] = {
    "text": to_text,
    "json": to_json,
    "ndjson": to_ndjson,
    "csv": to_csv,
    "tsv": to_tsv,
    "markdown": to_markdown,
}
