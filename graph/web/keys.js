// Every way to move without a pointer, and the list of keys.
let letters = true; // single letters act; a reader with speech input turns them off

const KEYS = {
  "/": ["search an actor", () => query.focus()],
  1: ["neighbours within 1, 2 or 3 steps", () => setSteps(1)],
  2: [null, () => setSteps(2)],
  3: [null, () => setSteps(3)],
  o: ["only what the actor does to others", () => setWay("out")],
  i: ["only what others do to it", () => setWay("in")],
  b: ["both directions", () => setWay("both")],
  h: ["hide the rest, or dim it", turnAlone],
  v: ["what is between this actor and another", askSecond],
  u: ["persons inside their groups, or unfolded", () => turnFolding()],
  e: ["this actor and its closest neighbours alone", () => (state.centre ? turnEgo(null) : turnEgo(state.actor ?? cursor ?? mainActor()))],
  f: ["the whole map", fitAll],
  t: ["relations as a table", turnTable],
  n: [diff ? "next change" : "story: next step", () => (diff ?? { tellMore }).tellMore(1)],
  p: [diff ? "previous change" : "story: previous step", () => (diff ?? { tellMore }).tellMore(-1)],
  ...diff?.keys,
  r: ["show everything again", resetFilters],
  d: ["light or dark", turnTheme],
  "?": ["this list", turnHelp],
};
const stepping = () => story.length || diff;
const OTHER_KEYS = [
  ["arrows", "on the map: to the next actor; on the slider: months"],
  ["Enter", "select; with Shift: as the second of two"],
  ["+ -", "larger, smaller (on the map)"],
  ["Esc", "one step back"],
  ["Alt click", "in the legend: only this"],
  ["Shift click", "on the map: what is between two"],
];

// One thing at a time: the menu, the search, the drawer, the second actor, the selection, the story, the table.
function back() {
  if (!byId("menu").hidden) {
    turnMenu(false);
    byId("share").focus();
  } else if (query.value || document.activeElement === query) {
    query.value = "";
    hideFound();
    query.blur();
  } else if (document.body.classList.contains("with-legend")) turnLegend(false);
  else if (state.other) select({ actor: state.actor });
  else if (selectionPart()) select({});
  else if (state.story !== null) tell(null);
  else if (state.table) turnTable();
  else if (state.alone) turnAlone();
  else diff?.turnList(false);
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (byId("help").open) return;
    if (event.key === "Escape") back();
    const typing = event.target.matches?.("input[type=text], input[type=search]");
    const known = letters || event.key === "?" ? KEYS[event.key] : null;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !known || (!stepping() && "np".includes(event.key))) return;
    event.preventDefault();
    known[1]();
  });
  for (const [id, then] of Object.entries({ fit: fitAll, tabular: turnTable, theme: turnTheme, filters: () => turnLegend(), keys: turnHelp })) {
    byId(id).addEventListener("click", then);
  }
  byId("single").addEventListener("change", ({ target }) => (letters = target.checked));
  byId("close-help").addEventListener("click", () => byId("help").close());
  fillHelp();
}

function fillHelp() {
  const list_ = [...Object.entries(KEYS).filter(([key, [label]]) => label && (stepping() || !"np".includes(key)))
    .map(([key, [label]]) => [key === "1" ? "1 2 3" : key, label]), ...OTHER_KEYS].sort(([one], [two]) => one.length - two.length || (one < two ? -1 : 1));
  byId("key-list").replaceChildren(...list_.flatMap(([key, label]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, label)]));
}

function turnHelp() {
  byId("help").showModal();
}

function turnLegend(open) {
  document.body.classList.toggle("with-legend", open);
  byId("filters").setAttribute("aria-expanded", String(document.body.classList.contains("with-legend")));
}
