"""The page that holds the bundled dataset against event data, made from the excerpt in tests/."""

from pathlib import Path

from graph import load
from graph.events import corroborating, corroboration_report, crosswalks
from graph.events.engine import connect
from graph.events.folding import fold, for_crosswalks
from graph.events.values import DyadQuery
from graph.formats import to_markdown

ROOT = Path(__file__).parents[1]
EXCERPT = ROOT / "tests" / "data" / "events" / "ucdp-dyadic-241-excerpt.csv"
_HEAD = """\
<!-- made by docs/make.py -->

# The bundled dataset held against UCDP

What `whowhom events corroborate` says of the bundled dataset and the UCDP Dyadic Dataset, version
24.1. So that everybody can repeat it, the data here is the excerpt in
`tests/data/events/ucdp-dyadic-241-excerpt.csv`: the rows of Afghanistan and Pakistan from 1994, of
al-Qaida from 2001, and of ETIM, IMU and UIFSA. The whole file is at <https://ucdp.uu.se/downloads/>.

```sh
whowhom events corroborate tests/data/events/ucdp-dyadic-241-excerpt.csv --format markdown
```

How to read it: [events.md](events.md). UCDP data: CC BY 4.0; Davies, Engström, Pettersson & Öberg
(2024), *Journal of Peace Research* 61(4); Harbom, Melander & Wallensteen (2008), *Journal of Peace
Research* 45(5). "Contradicted" says that the two disagree, not who is right.

"""


def corroboration_page() -> str:
    """Give docs/corroboration.md."""
    graph = load(ROOT / "data").graph
    of = crosswalks.of_dataset(str(ROOT / "data"), graph).of
    with connect() as engine:
        fit = for_crosswalks(of, corroborating.counting)
        found = fold([str(EXCERPT)], DyadQuery(period=None), engine=engine, fit=fit)
    walk = of(found.reader.scheme)
    held = corroborating.corroborate(graph, found, walk)
    text = to_markdown(corroboration_report.report(graph, held, found))
    return _HEAD + text.replace("\n# ", "\n## ").replace("# ", "## ", 1) + "\n"
