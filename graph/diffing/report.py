"""A difference -> `Report`: text, rows, JSON, Markdown, or counts. Nothing is printed here."""

from graph.diffing import markdown as diff_markdown
from graph.diffing import plain as diff_plain
from graph.diffing import stat as diff_stat
from graph.diffing import text as diff_text
from graph.diffing.shown import Shown, title
from graph.model import Relation
from graph.report import Report


def report(shown: Shown, *, stat: bool = False) -> Report:
    """Report a difference: a text for people, one row and one JSON item a change.

    Args:
        shown: What is told, and the filters.
        stat: The counts alone.

    Returns:
        ``reason`` is there when nothing is told: ``no-difference``, or ``filtered``.
    """
    if stat:
        return diff_stat.report(shown)
    changes = shown.left.changes
    quiet = not changes
    return Report(
        shown.asked,
        results=lambda: [diff_plain.item(shown, told) for told in changes],
        columns=diff_plain.COLUMNS,
        rows=[diff_plain.row(shown, told) for told in changes],
        sheet=(lambda: _sheet(shown)) if shown.reported else None,
        about=diff_plain.about(shown),
        title=title(shown),
        reason=diff_stat.reason(shown) if quiet else "",
        message="; ".join(diff_text.silence(shown)) if quiet else "",
        document=lambda _: diff_markdown.document(shown),
        text=lambda: diff_text.text(shown),
    )


def _sheet(shown: Shown) -> list[tuple[str, ...]]:
    """Give the ties of event data with their counts, the weightiest of each class first."""
    ties = (one for one in shown.left.changes if isinstance(one.change.value, Relation))
    return [diff_plain.SHEET, *(diff_plain.cells(shown, one) for one in ties)]
