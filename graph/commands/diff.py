"""``whowhom diff``: what changed between two versions of a dataset."""

import json
import os
import sys

import click


@click.command()
@click.argument("versions", nargs=-1, metavar="[OLD] [NEW]")
@click.option("-d", "--data", metavar="PATH", help="The dataset: a folder or one file.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--exit-code", is_flag=True, help="End with 1 when there is any difference.")
@click.option("--lenient", is_flag=True, help="Compare what can be read of broken data.")
def diff(
    versions: tuple[str, ...], data: str | None, form: str, *, exit_code: bool, lenient: bool
) -> None:
    """Say what changed between two versions of the data.

    A version is a folder, a file, a git revision, @DATE (what holds then) or REV@DATE; A..B are
    two revisions. Alone: HEAD against the data as it is; with OLD: OLD against that.

    \b
    Examples:
      whowhom diff                    since the last commit
      whowhom diff HEAD~3             since three commits ago
      whowhom diff main..topic        what a branch changes
      whowhom diff @2021-08 @2021-09  what a month changed in the world
      whowhom diff old/ new/          two folders
    """
    # What a diff needs, help and completion must not wait for.
    from graph import diff_report  # noqa: PLC0415
    from graph.diff import diff as compare  # noqa: PLC0415
    from graph.versions import VersionError, parse_sides, read_side  # noqa: PLC0415

    folder = data or os.environ.get("WHOWHOM_DATA") or ("data" if os.path.isdir("data") else None)
    try:
        old, new = (read_side(side, folder) for side in parse_sides(versions))
    except VersionError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    errors = (*old.loaded.errors, *new.loaded.errors)
    for problem in dict.fromkeys(errors):
        click.echo(str(problem), err=True)
    if errors and not lenient:
        sys.exit(3)
    found = compare(old.loaded.graph, new.loaded.graph)
    sides = diff_report.Sides(old.loaded.graph, new.loaded.graph, old.title, new.title)
    if form == "json":
        answer = diff_report.plain(found, old.title, new.title)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(diff_report.text(found, sides)))
    sys.exit(1 if found and exit_code else 0)
