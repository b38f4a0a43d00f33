"""The JSON Schema of what is asked of event data; `graph.answer_schema` takes it in."""

from graph.schema_parts import COUNT, MAYBE, TEXT, Plain, described, list_of, mapping, ref

_NUMBER = described("Null: the data has none.", {"type": ["number", "null"]})
_DYAD = mapping(
    {
        "source": described("Id or name in the data.", TEXT),
        "source_name": described("Its name where source is an id.", TEXT),
        "target": TEXT,
        "target_name": TEXT,
        "period": described("2015, 2015-01, 2015-Q1, 2015-01-26, 2010s.", TEXT),
        **dict.fromkeys(("events", "hostile", "cooperative"), COUNT),
        "first_day": TEXT,
        "last_day": TEXT,
    },
    {
        "area": TEXT,
        **dict.fromkeys(("low", "best", "high"), described("Deaths; null: not given.", _NUMBER)),
        "goldstein": _NUMBER,
        "supporting": described("Events in which one of the two supports another.", _NUMBER),
        "supporting_hostile": described("Of those, the hostile ones.", _NUMBER),
        "supporting_cooperative": described("Of those, the cooperative ones.", _NUMBER),
        "sources": described("Distinct publishers.", _NUMBER),
    },
)
_UNMATCHED = mapping(
    {
        "key": TEXT,
        "name": TEXT,
        "met": described("Events with an actor of the crosswalk.", COUNT),
        "events": COUNT,
        "first_day": TEXT,
        "last_day": TEXT,
        "same_name": described("Id of the actor that bears the name.", MAYBE),
        "near": described("Ids of actors with a name like it.", list_of(TEXT)),
    }
)
_VERDICT = mapping(
    {
        "verdict": {"enum": ["borne-out", "contradicted", "mixed", "silent"]},
        "silence": described("Why it is silent: a code.", MAYBE),
        "relation_id": TEXT,
        "source": TEXT,
        "type": TEXT,
        "target": TEXT,
        "when": TEXT,
        **dict.fromkeys(("hostile", "cooperative", "supporting", "inside", "perhaps"), COUNT),
        "deaths_low": _NUMBER,
        "deaths_best": _NUMBER,
        "first_day": MAYBE,
        "last_day": MAYBE,
        "one_publisher": described(
            "Whether all events are of one; null: the data names none.",
            {"type": ["boolean", "null"]},
        ),
        "unmatched": described(
            "Ends without an entry in the crosswalk at that time.", list_of(TEXT)
        ),
    }
)
_PROPOSED = mapping(
    {
        "verdict": {"const": "proposed"},
        "events": COUNT,
        "supporters": described(
            "Whether one of the two was only a supporter in all of them.", {"type": "boolean"}
        ),
        "either": described(
            "Whether it may be the other way round: events do not tell the direction.",
            {"type": "boolean"},
        ),
        "entry": ref("entry_relation"),
    }
)
#: Items by command.
RESULTS: dict[str, Plain] = {
    "events dyads": ref("dyad"),
    "events match": ref("unmatched_name"),
    "events corroborate": {"anyOf": [ref("corroboration"), ref("proposal")]},
    # The very items of ``diff``.
    "events compare": {"anyOf": [ref("change"), ref("stat")]},
}
DEFINED: dict[str, Plain] = {
    "dyad": _DYAD,
    "unmatched_name": _UNMATCHED,
    "corroboration": _VERDICT,
    "proposal": _PROPOSED,
}
#: What an answer says of itself.
ABOUT: dict[str, Plain] = {
    "reader": described("Kind of the event data.", TEXT),
    "cite": described("Whose the event data is, and on what terms; null: nobody said.", MAYBE),
    "files": described("Files of event data.", COUNT),
    "rows": described("Of event data.", COUNT),
    "not_counted": described(
        "Rows of event data in no pair (coarse: events), by a code of the reason.",
        {"type": "object", "additionalProperties": COUNT},
    ),
    "absent_areas": described(
        "Areas asked for that no event is in.", {"type": "array", "items": {"type": "string"}}
    ),
    "outside": described("Events that the two periods, or a filter, leave out.", COUNT),
    "dyads_left_out": described("Over --cap.", COUNT),
    "first_day": described("Of the events.", MAYBE),
    "last_day": described("Of the events.", MAYBE),
    "counts": described("Items by kind.", {"type": "object", "additionalProperties": COUNT}),
    "only_actors": described("Ids of those whose relations alone are told.", list_of(TEXT)),
    "enough": described("Events of one sign that decide.", COUNT),
    "covered": described(
        "The days of which silence says something, and the share of the events on them.",
        {
            "anyOf": [
                {"type": "null"},
                mapping({"first_day": TEXT, "last_day": TEXT, "share": {"type": "number"}}),
            ]
        },
    ),
    "one_known": described(
        "Strong pairs of which the crosswalk explains one end, the strongest first.",
        list_of(
            mapping(
                {
                    "actor": described("Id of the known one; empty: it may be several.", TEXT),
                    "names": list_of(TEXT),
                    "key": described("Of the other in the data.", TEXT),
                    "events": COUNT,
                    "sign": {"enum": [-1, 1]},
                    "supporting": COUNT,
                }
            )
        ),
    ),
    "explained": described(
        "What the crosswalk knows: keys, and events of so many.", {"type": "object"}
    ),
    "before": described("First and last day of the earlier period.", list_of(TEXT)),
    "after": described("First and last day of the later period.", list_of(TEXT)),
    "events": described(
        "Events of all ties that are compared, of either period.",
        mapping({"before": COUNT, "after": COUNT}),
    ),
    "mind": described("What makes two periods hard to compare, in words.", list_of(TEXT)),
}
