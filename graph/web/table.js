// The same relations as a table, for screen readers, for copying, and for those who prefer it.
const COLUMNS = [
  ["Actor", (one) => nameOf(one.source)],
  ["Relation", (one) => one.type.label],
  ["Actor", (one) => nameOf(one.target)],
  ["Time", (one) => one.time, (one) => one.span?.[0] ?? Infinity],
  ["Polarity", (one) => SIGNS.find(([sign]) => sign === one.sign)[1]],
  ["Confidence", (one) => one.confidence ?? "", (one) => CONFIDENCE.findIndex(([value]) => value === (one.confidence ?? ""))],
  ["Evidence", grounds, (one) => one.count],
];
let sorted = { column: 0, down: false };

function drawTable() {
  const section_ = byId("table");
  section_.hidden = !state.table;
  byId("tabular").setAttribute("aria-pressed", String(state.table));
  section_.replaceChildren(...(state.table ? [relationTable(relations.filter(shown))] : []));
}

function relationTable(list) {
  const count = `${list.length} of ${relations.length} relations · ${spoken(state.date)}`;
  return make("table", {},
    make("caption", {}, count),
    make("thead", {}, make("tr", {}, COLUMNS.map(heading))),
    make("tbody", {}, inOrder(list).map(tableRow)));
}

function heading([title], column) {
  const mine = sorted.column === column;
  const sort = mine ? (sorted.down ? "descending" : "ascending") : undefined;
  const order = () => {
    sorted = { column, down: mine && !sorted.down };
    drawTable();
  };
  return make("th", { scope: "col", "aria-sort": sort }, make("button", { type: "button", onclick: order }, title, mine ? (sorted.down ? " ▼" : " ▲") : ""));
}

function inOrder(list) {
  const [, text, key] = COLUMNS[sorted.column];
  const of = key ?? text;
  const compare = (one, two) => {
    const [a, b] = [of(one), of(two)];
    return a === b ? inTime(one, two) : typeof a === "string" ? a.localeCompare(b, "en") : a - b;
  };
  const ordered = [...list].sort(compare);
  return sorted.down ? ordered.reverse() : ordered;
}

function tableRow(relation) {
  const cells = COLUMNS.map(([, text]) => text(relation));
  const to = (target, label) => make("button", { type: "button", class: "cell", onclick: () => select(target) }, label);
  const inner = [
    actors.has(relation.source) ? to({ actor: relation.source }, cells[0]) : cells[0],
    to({ relation: relation.key }, cells[1]),
    actors.has(relation.target) ? to({ actor: relation.target }, cells[2]) : cells[2],
    ...cells.slice(3),
  ];
  return make("tr", { "data-key": relation.key },
    inner.map((cell, index) => make("td", index === 4 ? { class: signName(relation.sign) } : {}, cell)));
}
