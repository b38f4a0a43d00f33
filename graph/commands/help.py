"""``help``: topics, and the help of a command."""

import click
from click.shell_completion import CompletionItem

from graph.commands.exits import USAGE, Failure
from graph.commands.topics import TOPICS, overview
from graph.suggesting import did_you_mean


def _complete(ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
    names = [(name, topic.about) for name, topic in TOPICS.items()]
    names += [(name, "") for name in _group(ctx).list_commands(ctx)]
    return [CompletionItem(name, help=told) for name, told in names if name.startswith(start)]


def _group(ctx: click.Context) -> click.Group:
    group = ctx.find_root().command
    assert isinstance(group, click.Group)  # noqa: S101 - a command runs under its group
    return group


@click.command("help")
@click.argument("topic", required=False, shell_complete=_complete)
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> None:
    """Explain a TOPIC or a command; alone: list the topics.

    \b
    whowhom help dates
    whowhom help exit-codes
    whowhom help who
    """
    if topic is None:
        click.echo(overview(), nl=False)
    elif topic in TOPICS:
        click.echo(TOPICS[topic].make(), nl=False)
    else:
        root = ctx.find_root()
        command = _group(ctx).get_command(root, topic)
        if command is None:
            known = [*TOPICS, *_group(ctx).list_commands(root)]
            hint = did_you_mean(topic, known) or "; `whowhom help` lists them"
            raise Failure(f'no topic or command "{topic}"{hint}', USAGE)
        inner = click.Context(command, info_name=topic, parent=root)
        click.echo(command.get_help(inner))
