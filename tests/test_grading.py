"""The confidence that sources carry."""

import pytest

from graph.grading import ceiling, independent
from graph.model import Source


def graded(text):
    """Give sources by grade and publisher: ``"Ax By"``; a lone grade has no publisher."""
    return [
        Source(f"s{number}", "T", publisher=word[1:], reliability=word[0])
        for number, word in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("sources", "most"),
    [
        ("Ax", "high"),
        ("Ax Fy", "high"),
        ("Bx", "medium"),
        ("Bx Bx", "medium"),
        ("Bx By", "high"),
        ("Bx Cy", "high"),
        ("Cx Cy", "high"),
        ("Cx Dy", "medium"),
        ("C C", "high"),  # nobody named: each stands for itself
        ("Cx", "medium"),
        ("Dx", "low"),
        ("Dx Dx Dx", "low"),
        ("Dx Dy", "medium"),
        ("Dx Dy Dz", "medium"),
        ("Dx Ey", "low"),
        ("Ex Fy", "low"),
        ("", ""),
    ],
)
def test_the_ceiling_follows_from_number_and_grade(sources, most):
    assert ceiling(graded(sources)) == most
    assert ceiling(list(reversed(graded(sources)))) == most


def test_one_agency_in_two_papers_is_one_voice():
    papers = [
        Source("a", "T", publisher="Paper", origin="AP", reliability="B"),
        Source("b", "T", publisher="Other", origin="ap", reliability="B"),
    ]
    assert ceiling(papers) == "medium"
    assert [one.id for one in independent(papers)] == ["a"]


def test_a_source_without_a_grade_leaves_it_open():
    assert ceiling([*graded("Ax"), Source("u", "T", publisher="y")]) == ""


def test_the_best_of_a_publisher_counts():
    assert [one.reliability for one in independent(graded("Dx Bx Cx"))] == ["B"]
