"""``python -m graph``."""

from graph.commands import main

main(prog_name="whowhom")
