// The same relations as a table, for screen readers, for copying, and for those who prefer it.
const COLUMNS = [
  ["Actor", (one) => nameOf(one.source)],
  ["Relation", (one) => one.type.label],
  ["Actor", (one) => nameOf(one.target)],
  ["Time", (one) => one.time, (one) => one.span?.[0] ?? Infinity],
  ["Polarity", polarity],
  ["Confidence", (one) => one.confidence ?? "", (one) => SURENESS.indexOf(one.confidence ?? "none") * -1],
  ["Evidence", (one) => grounds(one) + noteWords(one), (one) => one.count],
  ...(diff?.columns ?? []),
];
const MOST_ROWS = 1000;
let sorted = { column: 0, down: false };
let everyRow = false;
let notes = null; // on paper: a Map of source to its number in the list at the end

const noteWords = (one) => {
  const numbers = notes ? [...sourcesOf([...one.sources, ...one.disputed])].map((source) => notes.get(source)).sort((a, b) => a - b) : [];
  return numbers.length ? ` [${numbers.join(", ")}]` : "";
};

// What the reader looks at: what stands out where the rest is hidden, else all that is shown.
function listed() {
  const all = relations.filter(shown);
  return state.alone && scene.lit ? all.filter((one) => scene.lit.edges.has(one.key)) : all;
}

function drawTable() {
  const section_ = byId("table");
  const held = section_.contains(document.activeElement) ? document.activeElement.closest("tr")?.dataset.key : null;
  section_.hidden = !state.table;
  byId("tabular").setAttribute("aria-pressed", String(state.table));
  if (document.body.classList.toggle("with-table", state.table) !== tableWasOpen) resized(() => fit());
  tableWasOpen = state.table;
  section_.replaceChildren(...(state.table ? tableParts(listed()) : []));
  if (held) rowOf(held)?.querySelector(".cell:nth-child(1)")?.focus({ preventScroll: true });
  const mine = state.relation && rowOf(state.relation);
  if (mine) mine.scrollIntoView({ block: "nearest" });
}

let tableWasOpen = false;
const rowOf = (key) => [...byId("table").querySelectorAll("tr")].find((one) => one.dataset.key === key);

function tableParts(list_) {
  const rows_ = inOrder(list_);
  const cut = everyRow || state.printing ? rows_ : rows_.slice(0, MOST_ROWS);
  const note = `${list_.length} of ${relations.length} relations · ${ruleWords()}`;
  const table = make("table", {}, make("caption", {}, note), make("thead", {}, make("tr", {}, COLUMNS.map(heading))), make("tbody", {}, cut.map(tableRow)));
  const all = () => {
    everyRow = true;
    drawTable();
  };
  return cut.length < rows_.length ? [table, make("button", { type: "button", class: "all", onclick: all }, `The first ${MOST_ROWS}; show all ${rows_.length}`)] : [table];
}

function heading([title], column) {
  const mine = sorted.column === column;
  const sort = mine ? (sorted.down ? "descending" : "ascending") : undefined;
  const order = () => {
    sorted = { column, down: mine && !sorted.down };
    drawTable();
    byId(`column-${column}`).focus();
  };
  return make("th", { scope: "col", "aria-sort": sort }, make("button", { type: "button", id: `column-${column}`, onclick: order }, title, mine ? (sorted.down ? " ▼" : " ▲") : ""));
}

function inOrder(list_) {
  const [, text, key] = COLUMNS[sorted.column];
  const of = key ?? text;
  const compare = (one, two) => {
    const [a, b] = [of(one), of(two)];
    return a === b ? inTime(one, two) : typeof a === "string" ? a.localeCompare(b, "en") : a - b;
  };
  const result = [...list_].sort(compare);
  return sorted.down ? result.reverse() : result;
}

// A click anywhere in a row selects its relation; its links are for the keyboard.
function tableRow(relation) {
  const [, ...cells] = COLUMNS.map(([, text]) => text(relation));
  const end = (id) => (actors.has(id) ? go({ actor: id }, { class: "cell" }, bdi(nameOf(id))) : bdi(nameOf(id)));
  const inner = [end(relation.source), go({ relation: relation.key }, { class: "cell" }, cells[0]), end(relation.target), ...cells.slice(2)];
  const mine = state.relation === relation.key || scene.lit?.edges.has(relation.key);
  const onclick = (event) => event.target.closest("a") ?? select({ relation: relation.key });
  return make("tr", { "data-key": relation.key, class: mine ? "lit" : undefined, "aria-current": state.relation === relation.key ? "true" : undefined, onclick },
    inner.map((cell, index) => make("td", index === 4 ? { class: signName(relation.sign) } : {}, cell)));
}

function turnTable() {
  state.table = !state.table;
  drawTable();
  remember();
  if (state.table) byId("table").querySelector("button").focus({ preventScroll: true });
}
