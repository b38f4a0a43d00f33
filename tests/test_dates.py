"""Partial dates and the days they cover."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import (
    FIRST_DAY,
    LAST_DAY,
    UNKNOWN,
    Span,
    day_text,
    parse_date,
    today,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-02~", "2016-02-01", "2016-02-29"),
        ("2015-01-26", "2015-01-26", "2015-01-26"),
        ("2015-01-26~", "2015-01-26", "2015-01-26"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_stands_for_all_its_days(text, first, last):
    found = parse_date(text)
    assert (found.text, day_text(found.first), day_text(found.last)) == (text, first, last)
    assert found.approximate == text.endswith("~")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0000", "there is no year 0000"),
        ("2015-00", "there is no month 00"),
        ("2015-13", "there is no month 13"),
        ("2015-02-29", "2015-02 has no day 29"),
        ("2015-02-00", "2015-02 has no day 00"),
        ("0900-04-31", "0900-04 has no day 31"),
        ("", '"" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("2015-1", '"2015-1" is not a date; write 2015-01'),
        ("2015/1/26~", '"2015/1/26~" is not a date; write 2015-01-26~'),
        ("2015-13-1", '"2015-13-1" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("~2015", '"~2015" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("2015\n", '"2015\n" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("٢٠١٥", '"٢٠١٥" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("9" * 99, f'"{"9" * 37}..." is not a date; write 2015, 2015-01 or 2015-01-26'),
    ],
)
def test_what_is_no_date_is_told(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_date(text)


def test_unknown_is_any_day():
    assert parse_date("unknown") is UNKNOWN
    assert (UNKNOWN.first, UNKNOWN.last, UNKNOWN.approximate) == (FIRST_DAY, LAST_DAY, False)


@given(st.dates())
def test_every_day_its_month_and_its_year_contain_it(day):
    for length in (10, 7, 4):
        found = parse_date(day.isoformat()[:length])
        assert found.first <= day.toordinal() <= found.last
    assert day_text(day.toordinal()) == day.isoformat()


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_spans_meet_when_they_share_a_day_whichever_is_asked(one, two, three, four):
    a, b = sorted((one.toordinal(), two.toordinal()))
    c, d = sorted((three.toordinal(), four.toordinal()))
    assert Span(a, b).meets(c, d) == Span(c, d).meets(a, b) == (max(a, c) <= min(b, d))


def test_today_is_the_day_of_the_clock_or_of_the_environment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert today() == parse_date("1970-01-01")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = date.today().toordinal()  # noqa: DTZ011 - the user's own day
    assert today().first - before in {0, 1}


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 50])
def test_a_bad_epoch_is_told(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ValueError, match=r'^SOURCE_DATE_EPOCH is ".+", not a number of seconds$'):
        today()
