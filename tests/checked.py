"""Load a dataset from text and list what is wrong with it; shared by the tests of the checks."""

import textwrap

from graph.loading import load_texts


def problems_of(*texts):
    """Load texts as files ``a.yaml``, ``b.yaml`` ... of one dataset."""
    contents = (textwrap.dedent(text).encode() for text in texts)
    return load_texts(list(zip(("a.yaml", "b.yaml", "c.yaml"), contents, strict=False)))


def told(*texts, warnings=True, ignore=()):
    """Give all problems as line, column and code, by place."""
    problems = problems_of(*texts).problems
    return [
        (problem.place.line, problem.place.column, problem.code)
        for problem in problems
        if problem.code not in ignore and (warnings or problem.severity == "error")
    ]
