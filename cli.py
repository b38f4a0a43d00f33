"""Run from a checkout: ``python cli.py --help``. The commands are in graph/commands."""

from graph.commands import main as cli

__all__ = ["cli"]

if __name__ == "__main__":
    cli(prog_name="whowhom")
