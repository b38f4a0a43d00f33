"""`Report` -> text in one of the formats. Values in, a string out."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graph.report import SCHEMA, Report


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


def to_csv(report: Report) -> str:
    """Give RFC 4180 rows under a head; cells that a spreadsheet would run get a leading ``'``."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    out = io.StringIO()
    head, *rows = _sheet(report)
    csv.writer(out).writerows(
        [[_inert(name) for name in head], *([_inert(cell) for cell in row] for row in rows)]
    )
    return out.getvalue()


def _inert(cell: str) -> str:
    runs = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(cell)
    return f"'{cell}" if runs else cell


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace("e", "").replace("-", "").replace(".", "", 1)
    return cell[:1] in "+-" and digits.isdecimal()


def to_tsv(report: Report) -> str:
    """Give one line a row, cells parted by tabs; tabs and line ends inside a cell become spaces."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in _sheet(report))
    return "".join(f"{line}\n" for line in lines)


def _sheet(report: Report) -> Sequence[tuple[str, ...]]:
    return report.sheet() if report.sheet else [report.columns, *report.rows]


def to_markdown(report: Report) -> str:
    """Give title, table and notes in GitHub's Markdown, or the document that the answer is."""
    if report.document and not report.message:
        return report.document(report.foot)
    parts = [f"# {marked(report.title)}\n"] if report.title else []
    parts += [f"{marked(line)}\n" for line in report.lead]
    for head, lines in report.blocks:
        parts += [f"## {marked(head)}\n", "\n".join(map(_item, lines)) + "\n"]
    if report.rows and not report.blocks:
        table = [_row(report.columns), _row("---" for _ in report.columns)]
        parts.append("\n".join([*table, *(_row(map(marked, row)) for row in report.rows)]) + "\n")
    if report.message:
        parts.append(f"{marked(report.message)}\n")
    return "\n".join([*parts, *(f"_{marked(line)}_\n" for line in report.foot)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _item(line: str) -> str:
    if line.startswith("  <"):  # a link of the item above
        return f"  {line.strip()}"
    return f"- {marked(line[2:])}" if line.startswith("- ") else marked(line)


def marked(text: str) -> str:
    """Escape what Markdown would take for a mark."""
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, f"\\{sign}")
    return text


def to_text(report: Report) -> str:
    """Give aligned columns without colour or wrapping: for pipes, and where rich is not needed."""
    heads, rows = report.columns, report.rows
    lines = [report.title, ""] if report.title and (rows or report.lead) else []
    lines += [*report.lead, ""] if report.lead else []
    for head, details in report.blocks:
        lines += [head, *(f"    {line}" for line in details), ""]
    if rows and not report.blocks:
        widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
        lines += [_aligned(row, widths) for row in (heads, *rows)]
        lines.append("")
    if report.message:
        lines.append(report.message)
    return "\n".join([*lines, *report.foot]) + "\n"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Give the columns that a text takes on a terminal.

    >>> width("aq"), width("中文"), width("e\u0301")
    (2, 4, 1)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Cf") for char in text)


def to_terminal(report: Report, columns: int) -> str:
    """Give a table that fits a terminal of this many columns, through rich."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(width=columns, highlight=False)
    heads, rows = report.columns, report.rows
    with console.capture() as captured:
        if report.title and (rows or report.lead):
            console.print(Text(report.title, style="bold"), end="\n\n")
        for line in (*report.lead, *([""] if report.lead else [])):
            console.print(Text(line))
        for head, details in report.blocks:
            console.print(Text(head, style="bold"))
            for line in details:
                # A link that is broken over two lines cannot be followed.
                link = line.startswith("  <")
                console.print(Text(f"    {line}") if link else _hung(line), soft_wrap=link)
            console.print()
        if rows and not report.blocks:
            table = Table(*heads, box=None, header_style="dim", pad_edge=False)
            for row in rows:
                table.add_row(*map(Text, row))
            console.print(table, "")
        for line in [report.message] if report.message else []:
            console.print(Text(line))
        for line in report.foot:
            console.print(Text(line, style="dim"))
    return captured.get()


def _hung(line: str) -> Any:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    return Padding(Text(line), (0, 0, 0, 4))


RENDER: dict[str, Callable[[Report], str]] = {
    "text": to_text,
    "json": to_json,
    "csv": to_csv,
    "tsv": to_tsv,
    "markdown": to_markdown,
}
