"""The diff: what is the same in two graphs, what differs, why, what that means, and how it is told.

`comparing.diff` finds the changes (`changes`), `clocks.told` classes them, `consequences` says what
they come to, `reviewing.review` does all three, `report` tells it in every form.
"""
