"""What ``whowhom diff --format json`` gives, as a JSON Schema."""

from typing import get_args

from graph.diffing.clocks import Class
from graph.records import RECORDS
from graph.schema_parts import COUNT, MAYBE, TEXT, Plain, described, list_of, mapping, ref

#: An entry as the data files have it.
_VALUES = [ref(f"entry_{record.key.removesuffix('s')}") for record in RECORDS]
_DIFFERS = {
    "change": {"enum": ["added", "removed", "changed"]},
    "what": {"enum": [record.key.removesuffix("s") for record in RECORDS]},
    "id": described("As it is now, or was when it was removed.", TEXT),
}
_KEYS = list_of(TEXT)
_REPORTED = mapping(
    {
        "events": COUNT,
        "deaths": described(
            "At least so many; null: the data has none.", {"type": ["integer", "null"]}
        ),
        "supporting": described(
            "Events in which one of the two supports another; null: the data does not say.",
            {"type": ["integer", "null"]},
        ),
        "level": described(
            "The highest of its years, where the data has no more of deaths than that; null: not "
            "so.",
            {"type": ["integer", "null"]},
        ),
    }
)
_CHANGE = mapping(
    {
        **_DIFFERS,
        "before": {"anyOf": [{"type": "null"}, *_VALUES]},
        "after": {"anyOf": [{"type": "null"}, *_VALUES]},
        "fields": described("What changed.", list_of(TEXT)),
        "class": described(
            "Why it differs; of two dates of one dataset: what time did; of two periods of event "
            "data: what became of a tie.",
            {"enum": list(get_args(Class))},
        ),
        "why": described("What of it decided the class, in words.", TEXT),
        "place": described("file:line:column, in the older version when it was removed.", TEXT),
    },
    {
        "old_id": described("Where the key changed.", TEXT),
        "new_id": described("Where the key changed.", TEXT),
        "how": described("By what the two were matched.", TEXT),
        "follows": described("Fields that differ and say the same.", list_of(TEXT)),
        "reported": described(
            "Of a relation between two periods of event data: what either has of it.",
            mapping({"before": _REPORTED, "after": _REPORTED}),
        ),
    },
)
_DONE = mapping(dict.fromkeys(("added", "removed", "changed", "happened"), COUNT))
_STAT = {
    "allOf": [
        mapping(
            {
                "stat": described(
                    "A relation counts for both of its actors.", {"enum": ["actor", "entry"]}
                ),
                "id": described("Of the actor, or the kind of entry.", TEXT),
                "name": TEXT,
            }
        ),
        _DONE,
    ]
}
_CONSEQUENCE = mapping(
    {
        "kind": TEXT,
        "actors": described("Ids, the one it is told of first.", list_of(TEXT)),
        "sentence": TEXT,
        "before": described("What was counted or said in the older version.", TEXT),
        "after": TEXT,
        "confidence": described("Of the surest relation among the causes.", MAYBE),
        "more": described("Where it counts what is not told one by one: how many.", COUNT),
        "causes": described(
            "The changes without which it would not be so; in results unless hidden.",
            {"minItems": 1, **list_of(mapping({**_DIFFERS, "place": TEXT}))},
        ),
    }
)
_SIDE = mapping(
    {
        "title": TEXT,
        "commit": described("Its full name; null: not from git.", MAYBE),
        "recorded": described("The day of the commit.", MAYBE),
        "date": described("Only what holds then is compared; null: all.", MAYBE),
    }
)

#: What the items of ``results`` are: changes, or with ``--stat`` counts.
RESULT: Plain = {"anyOf": [ref("change"), ref("stat")]}
DEFINED: dict[str, Plain] = {
    "change": _CHANGE,
    "stat": _STAT,
    "consequence": _CONSEQUENCE,
    "side": _SIDE,
}
#: What stands beside ``results``.
ENVELOPE: Plain = {
    "old": described("What a diff calls the older version.", TEXT),
    "new": described("What a diff calls the newer version.", TEXT),
    "sides": described("The two versions.", mapping({"old": ref("side"), "new": ref("side")})),
    "total": described(
        "How many changes, by kind of entry.",
        {"type": "object", "additionalProperties": _DONE},
    ),
    "went_on": described("Relations that both sides have alike.", COUNT),
    "consequences": described(
        "What a diff means, the weightiest first.", list_of(ref("consequence"))
    ),
    "respelled": described(
        "Spells that were split or merged, which is several changes: keys, in the order of time.",
        list_of(
            mapping(
                {"kind": {"enum": ["split", "merged"]}, "old": list_of(TEXT), "new": list_of(TEXT)}
            )
        ),
    ),
    "shown": described(
        "The filters of a diff.",
        mapping(
            {
                "actors": described(
                    "Ids; null: anybody.", {"type": ["array", "null"], "items": TEXT}
                ),
                "only": list_of(TEXT),
                "min_confidence": TEXT,
            }
        ),
    ),
    "hidden": described(
        "Changes that the filters leave out, by the first that does; consequences.",
        mapping(dict.fromkeys(("actor", "only", "unsure", "consequences"), COUNT)),
    ),
    "only_in_form": described(
        "Files that differ in form alone; null: nobody looked.",
        {"type": ["array", "null"], "items": TEXT},
    ),
}
