"""What each reader knows of its files: ids, coalitions, supporters, dates, roles, signs."""

import csv
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from eventful import (
    ACLED_HEAD,
    COLUMNS,
    DYADIC,
    GDELT,
    GED,
    WHOLE,
    acled,
    folded,
    ged,
    pairs,
    table,
    whole,
)
from graph.dates import day_text, parse_date
from graph.events.mapped import mapped, parse_columns
from graph.events.values import EventsError

# UCDP, events.


def test_members_of_two_sides_are_hostile_and_members_of_one_side_cooperate(tmp_path):
    rows = {"side_a": "A, B", "side_b": "C, D"}
    found = folded(ged(tmp_path / "x.csv", rows))
    hostile, cooperative = (1, 1, 0), (1, 0, 1)
    assert pairs(found) == {
        ("A", "B"): cooperative,
        ("C", "D"): cooperative,
        **dict.fromkeys([("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")], hostile),
    }
    assert {dyad.best for dyad in found.dyads if dyad.hostile} == {2}
    assert {dyad.best for dyad in found.dyads if dyad.cooperative} == {None}


def test_a_member_of_a_coalition_gets_the_id_that_it_has_alone(tmp_path):
    coalition = {"side_a": "A, C", "side_a_new_id": "9"}
    found = folded(ged(tmp_path / "x.csv", coalition, {"side_a": "A", "side_a_new_id": "41"}))
    keys = {key for dyad in found.dyads for key in dyad.pair}
    assert keys == {"41", "C", "2"}


def test_a_name_that_changed_keeps_its_id(tmp_path):
    path = ged(tmp_path / "x.csv", {"side_a": "ISI"}, {"side_a": "IS"})
    assert [(dyad.pair, dyad.events) for dyad in folded(path).dyads] == [(("1", "2"), 2)]
    asked = [folded(path, actors=(name,), either=True).count for name in ("isi", "IS", "nobody")]
    assert asked == [1, 1, 0]


@pytest.mark.parametrize(
    "name",
    [
        "Military Junta for the Consolidation of Democracy, Peace and Justice",
        "Military faction (forces of Honasan, Abenina & Zumel)",
    ],
)
def test_a_comma_inside_a_name_parts_nothing(tmp_path, name):
    found = folded(ged(tmp_path / "x.csv", {"side_a": name}))
    assert pairs(found) == {tuple(sorted([name, "B"])): (1, 1, 0)}


def test_civilians_are_no_group_unless_asked_for(tmp_path):
    path = ged(tmp_path / "x.csv", {}, {"side_b": "Civilians", "side_b_new_id": "3"})
    assert folded(path).tally.reasons == {"civilians": 1}
    assert len(folded(path, roles=True).dyads) == 2


def test_an_event_that_is_known_to_the_year_is_in_no_month(tmp_path):
    span = {"date_start": "2016-01-01", "date_end": "2016-12-31"}
    path = ged(tmp_path / "x.csv", {}, span)
    monthly = folded(path, period="month")
    assert [dyad.period for dyad in monthly.dyads] == ["2015-03"]
    assert monthly.tally.reasons == {"coarse": 1}
    assert {dyad.period for dyad in folded(path).dyads} == {"2015", "2016"}
    assert folded(path, period="day").tally.reasons == {"coarse": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"date_start": "3/4/2015"}, "bad-date"),
        ({"date_start": "2015-02-30"}, "bad-date"),
        ({"date_end": "2015-01-01"}, "inverted-dates"),
        ({"best": "many"}, "bad-number"),
        ({"best": "nan"}, "bad-number"),
        ({"low": "-5"}, "negative-deaths"),
        ({"side_b": "n/a"}, "no-actor"),
        ({"side_b": " "}, "no-actor"),
        ({"side_b": "A"}, "same-actor"),
    ],
)
def test_a_row_that_cannot_count_is_told_by_its_reason(tmp_path, row, reason):
    found = folded(ged(tmp_path / "x.csv", {}, row))
    assert found.tally.reasons == {reason: 1}
    assert found.tally.rows == 2
    assert [dyad.events for dyad in found.dyads] == [1]


def test_publishers_are_counted_once_each(tmp_path):
    offices = ("SOHR", "SOHR;Airwars", "Reuters", "")
    path = ged(tmp_path / "x.csv", *({"source_office": office} for office in offices))
    assert folded(path).dyads[0].sources == 2
    assert folded(path, sources=False).dyads[0].sources is None


def test_a_byte_order_mark_hides_no_column(tmp_path):
    path = ged(tmp_path / "x.csv", {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(folded(path).dyads) == 1


def test_the_excerpt_of_ged_is_read_as_a_plain_loop_reads_it():
    with GED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = Counter()
    for row in rows:
        if row["type_of_violence"] != "3":
            sides = row["side_a"].split(", "), row["side_b"].split(", ")
            expected.update(tuple(sorted((a, b))) for a in sides[0] for b in sides[1])
    found = folded(GED, period="decade")
    assert {pair: hostile for pair, (_, hostile, _) in pairs(found).items() if hostile} == expected
    assert found.tally.rows == len(rows)


@whole
def test_syria_has_the_ties_that_were_counted_by_other_means():
    found = folded(Path(WHOLE) / "ucdp-ged-syria-2016-2019.csv", period="decade")
    hostile = {dyad.pair for dyad in found.dyads if dyad.hostile}
    cooperative = {dyad.pair for dyad in found.dyads if dyad.cooperative}
    actors = {key for dyad in found.dyads for key in dyad.pair}
    counts = (len(actors), len(hostile), len(cooperative), len(hostile & cooperative))
    assert counts == (78, 124, 127, 13)


# UCDP, dyads by year.


def test_supporters_meet_the_main_party_of_the_other_side_and_no_other_supporter():
    found = folded(DYADIC, actors=("Taleban",), either=True)
    in_2016 = {dyad.names: dyad for dyad in found.dyads if dyad.period == "2016"}
    assert {names[0] for names in in_2016} == {
        "Government of Afghanistan",
        "Government of Pakistan",
        "Government of United States of America",
    }
    main = in_2016["Government of Afghanistan", "Taleban"]
    assert (main.low, main.best, main.high, main.supporting) == (1000, None, None, 0)
    helper = in_2016["Government of United States of America", "Taleban"]
    assert (helper.hostile, helper.low, helper.supporting) == (1, None, 1)


def test_two_states_that_support_one_side_are_not_tied_by_that():
    found = folded(DYADIC, begin=parse_date("2016").first, end=parse_date("2016").last)
    names = ("Government of Pakistan", "Government of United States of America")
    both = [dyad for dyad in found.dyads if set(dyad.names) == set(names)]
    # In 2016 they stood on one side against al-Qaida as well, where the United States lead.
    assert [(dyad.hostile, dyad.cooperative) for dyad in both] == [(0, 1)]


def test_a_date_is_as_exact_as_its_code_says(tmp_path):
    head = DYADIC.read_text(encoding="utf-8").splitlines()[0]
    plain = "1,1,X,A,1,,B,2,,1,,2010,1,3,{},{},2010-05-06,1,,,,,,3,24.1"
    codes = {"1": "2010-05-06", "2": "2010-05-01", "3": "2010-05-01", "4": "2010-01-01"}
    for code, expected in codes.items():
        path = table(tmp_path / "x.csv", plain.format("2010-05-06", code), head=head)
        found = folded(path).dyads[0]
        assert (day_text(found.first), day_text(found.last)) == (expected, "2010-12-31")
    path = table(tmp_path / "x.csv", plain.format("1999-05-06", "1"), head=head)
    assert day_text(folded(path).dyads[0].first) == "2010-01-01"


def test_ids_of_a_coalition_go_to_its_members():
    found = folded(DYADIC, begin=parse_date("2001").first, end=parse_date("2001").last)
    against = {
        dyad.pair for dyad in found.dyads if "130" in dyad.pair and dyad.low and dyad.hostile
    }
    assert {("130", "28"), ("130", "3"), ("130", "304")} == {tuple(sorted(p)) for p in against}


# ACLED.


def test_a_head_of_acled_in_the_middle_is_told_as_one(tmp_path):
    path = acled(tmp_path / "a.csv", {}, {name: name.upper() for name in ACLED_HEAD.split(";")})
    assert folded(path).tally.reasons == {"head": 1}


def test_acled_has_no_direction(tmp_path):
    path = acled(tmp_path / "a.csv", {}, {"actor1": "Taliban", "actor2": "NRF"})
    assert [(dyad.pair, dyad.events) for dyad in folded(path).dyads] == [(("NRF", "Taliban"), 2)]
    with pytest.raises(EventsError, match="does not say who acted on whom"):
        folded(path, ordered=True)


@pytest.mark.parametrize("date", ["2022-03-15", "15 March 2022", "2022-03-15 00:00:00"])
def test_acled_writes_dates_in_several_ways(tmp_path, date):
    found = folded(acled(tmp_path / "a.csv", {"event_date": date}), period="day")
    assert [dyad.period for dyad in found.dyads] == ["2022-03-15"]


def test_a_precision_of_acled_is_a_week_or_a_month(tmp_path):
    days = {}
    for code in "123":
        dyad = folded(acled(tmp_path / "a.csv", {"time_precision": code})).dyads[0]
        days[code] = (day_text(dyad.first), day_text(dyad.last))
    assert days == {
        "1": ("2022-03-15", "2022-03-15"),
        "2": ("2022-03-14", "2022-03-20"),
        "3": ("2022-03-01", "2022-03-31"),
    }


@pytest.mark.parametrize(
    ("event", "signs"),
    [
        ({}, (1, 0)),
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest"}, (0, 0)),
        ({"event_type": "Strategic developments", "sub_event_type": "Agreement"}, (0, 1)),
        (
            {"event_type": "Protests", "sub_event_type": "Excessive force against protesters"},
            (1, 0),
        ),
    ],
)
def test_the_kind_of_an_event_gives_its_sign(tmp_path, event, signs):
    dyad = folded(acled(tmp_path / "a.csv", event)).dyads[0]
    assert (dyad.hostile, dyad.cooperative) == signs


def test_associates_fight_beside_their_side_and_against_the_other(tmp_path):
    found = folded(acled(tmp_path / "a.csv", {"assoc_actor_1": "AFF; Andarabi militia; "}))
    assert pairs(found) == {
        ("NRF", "Taliban"): (1, 1, 0),
        ("AFF", "Taliban"): (1, 1, 0),
        ("Andarabi militia", "Taliban"): (1, 1, 0),
        ("AFF", "NRF"): (1, 0, 1),
        ("Andarabi militia", "NRF"): (1, 0, 1),
    }
    assert [dyad.best for dyad in found.dyads if dyad.supporting == 0] == [3]


@pytest.mark.parametrize(
    "role", ["Civilians (Afghanistan)", "Protesters (Iran)", "Rioters (X)", "Unidentified Group"]
)
def test_a_role_is_no_group(tmp_path, role):
    path = acled(tmp_path / "a.csv", {}, {"actor2": role, "assoc_actor_2": "Women"})
    assert folded(path).tally.reasons == {"role": 1}
    assert pairs(folded(path, roles=True)) == {
        ("NRF", "Taliban"): (1, 1, 0),
        tuple(sorted(("NRF", role))): (1, 1, 0),
    }


def test_an_event_of_one_actor_is_set_aside(tmp_path):
    path = acled(tmp_path / "a.csv", {}, {"actor2": ""})
    assert folded(path).tally.reasons == {"no-actor": 1}


# GDELT.


def test_gdelt_is_read_without_a_head_and_zipped(tmp_path):
    path = tmp_path / "20191024143000.export.CSV.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(GDELT, GDELT.name)
    plain, zipped = folded(GDELT, ordered=True), folded(path, ordered=True)
    assert plain.dyads == zipped.dyads
    assert plain.reader.name == "gdelt"
    assert plain.tally.rows == 44
    assert plain.tally.reasons["no-actor"] >= 4


def test_the_sign_of_gdelt_is_its_quad_class_and_the_mean_goldsteins():
    rows = [line.split("\t") for line in GDELT.read_text(encoding="utf-8").splitlines()]
    found = folded(GDELT, ordered=True, roles=True, period="decade")
    both = [row for row in rows if row[5] and row[15] and row[5] != row[15]]
    expected = Counter((row[5], row[15]) for row in both if row[29] in "34")
    assert {dyad.pair: dyad.hostile for dyad in found.dyads if dyad.hostile} == expected
    for dyad in found.dyads:
        scale = [float(row[30]) for row in both if (row[5], row[15]) == dyad.pair]
        assert dyad.goldstein == pytest.approx(sum(scale) / len(scale), abs=1e-9)


def test_a_code_of_roles_alone_is_no_group():
    kept, all_ = folded(GDELT), folded(GDELT, roles=True)
    assert kept.tally.reasons["role"] > 0
    assert "role" not in all_.tally.reasons
    assert "JUD" not in {key for dyad in kept.dyads for key in dyad.pair}


@pytest.mark.parametrize("columns", [57, 58])
def test_version_1_of_gdelt_has_fewer_columns(tmp_path, columns):
    rows = []
    for line in GDELT.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        del cells[55], cells[47], cells[39]
        rows.append("\t".join(cells[:columns]))
    path = tmp_path / "1979.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    old, new = folded(path, areas=("US",)), folded(GDELT, areas=("US",))
    assert [dyad.pair for dyad in old.dyads] == [dyad.pair for dyad in new.dyads] != []
    assert ("sources" in old.measures) == (columns == 58)


# Any table.


def test_any_table_is_read_by_what_its_columns_mean(tmp_path):
    path = table(
        tmp_path / "t.csv",
        "x,y,2015,hostile,3",
        "y,x,2015-03,-1,4",
        "x,y,20150301,with,0",
        "x,y,2015-03-09T10:00,0,",
        head="From,To,When,Kind,Killed",
    )
    given = ["source=From,target=to", "date=When,sign=Kind,deaths=Killed"]
    found = folded(path, reader=mapped(parse_columns(given)))
    dyad = found.dyads[0]
    assert (dyad.events, dyad.hostile, dyad.cooperative, dyad.best) == (4, 2, 1, 7)
    assert (day_text(dyad.first), day_text(dyad.last)) == ("2015-01-01", "2015-12-31")


def test_who_acts_is_kept_apart_when_asked_for(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015", "y,x,2015", "x,y,2015")
    ordered = folded(path, reader=COLUMNS, ordered=True)
    assert [(dyad.pair, dyad.events) for dyad in ordered.dyads] == [
        (("x", "y"), 2),
        (("y", "x"), 1),
    ]
    assert [dyad.events for dyad in folded(path, reader=COLUMNS).dyads] == [3]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("source=a", "target and the date"),
        ("source=a,target=b,date=c,sorce=d", "no meaning .sorce.*did you mean .source"),
        ("source=a,target=b,date=c,date=d", "given twice"),
        ("source", "not MEANING=COLUMN"),
        ("source=", "not MEANING=COLUMN"),
    ],
)
def test_columns_that_are_named_badly_are_refused(given, said):
    with pytest.raises(EventsError, match=said) as caught:
        parse_columns([given])
    assert caught.value.fault == "usage"


def test_a_sign_that_is_no_sign_is_told(tmp_path):
    rows = ("x,y,2015,foe", "x,y,2015,nan", "x,y,2015,-2")
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign")
    reader = mapped(parse_columns(["source=a,target=b,date=day,sign=sign"]))
    assert folded(path, reader=reader).tally.reasons == {"bad-sign": 2}


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year", "decade"])
def test_every_period_counts_as_a_plain_loop_counts(tmp_path, period):
    chance = random.Random(7)
    first = parse_date("2011-11-11").first
    rows = [
        (chance.choice("abc"), chance.choice("abc"), first + chance.randrange(4000))
        for _ in range(400)
    ]
    path = table(tmp_path / "t.csv", *(f"{a},{b},{day_text(day)}" for a, b, day in rows))
    expected = Counter()
    for one, two, day in rows:
        if one != two:
            expected[*sorted((one, two)), name_of(day, period)] += 1
    found = folded(path, reader=COLUMNS, period=period)
    assert {(*dyad.pair, dyad.period): dyad.events for dyad in found.dyads} == expected


def name_of(day, period):
    text = day_text(day)
    return {
        "day": text,
        "week": day_text(day - (day - 1) % 7),
        "month": text[:7],
        "quarter": f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}",
        "year": text[:4],
        "decade": f"{text[:3]}0s",
    }[period]


def test_a_sum_over_a_level_without_an_upper_bound_has_none():
    found = folded(DYADIC, period="decade").dyads
    assert all(dyad.high is None or dyad.high >= dyad.low for dyad in found)
    assert any(dyad.low > 1000 and dyad.high is None for dyad in found if dyad.low)
    assert any(dyad.high for dyad in found)


def test_supporters_can_be_left_out_and_are_counted():
    whole, main = (folded(DYADIC, period="decade", supporters=yes) for yes in (True, False))
    helping = sum(dyad.supporting for dyad in whole.dyads)
    assert helping > 0
    assert main.tally.reasons["supporter"] == helping
    assert not any(dyad.supporting for dyad in main.dyads)
    events = [sum(dyad.events for dyad in one.dyads) for one in (whole, main)]
    assert events[0] - events[1] == helping
    assert folded(GED, supporters=False).dyads == folded(GED).dyads  # it tells none apart
