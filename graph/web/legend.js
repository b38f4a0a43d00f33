// Legend and filter in one: each row says what a mark means, how often it is there at the date, and
// whether it is shown. Counts follow the date, not the other filters.
const SIGNS = [["-1", "Hostile"], ["1", "Cooperative"], ["0", "Neutral"]];
const CONFIDENCE = [["high", "High"], ["medium", "Medium"], ["low", "Low"], ["none", "Not assessed"]];
const SOURCES = [["3", "3 or more"], ["2", "2"], ["1", "1"], ["0", "None"]];
const rows = [];

function startLegend() {
  const families = [...new Set(typesNow().map((type) => type.family))].sort();
  const known = (facet, list_) => list_.filter(([value]) => VALUES[facet].includes(value));
  byId("legend").replaceChildren(
    diff?.legend() ?? "",
    group("Polarity", known("sign", SIGNS).map(([value, label]) => row("sign", value, label, swatch(Number(value), true)))),
    group("Relation type", families.map(familyGroup), ""),
    group("Actor", [...VALUES.kind.map((kind) => row("kind", kind, words(kind), kindMark(kind))), foldRow()]),
    group("Independent sources", known("sources", SOURCES).map(([value, label]) => row("sources", value, label, swatch(0, null, value === "0" ? "1.5 3" : "", lineWidth(value))))),
    group("Confidence", known("confidence", CONFIDENCE).map(([value, label]) => row("confidence", value, label, swatch(0, null, value === "low" ? "6 4" : "")))),
    group("Evidence", evidenceRows()),
    lineEnds(),
    make("button", { type: "button", id: "reset", onclick: resetFilters, hidden: true }, "Show everything"),
  );
}

const typesNow = () => [...types.values()].filter((type) => !type.key); // without what they were in an older version
const lineWidth = (value) => ({ 3: 3, 2: 1.9 })[value] ?? 1.1;
const group = (title, list_, name = "print") => (list_.length ? make("section", { class: name }, make("h2", {}, title), ...list_) : "");
const sign = (mark) => make("span", { class: "sign", "aria-hidden": "true" }, mark);

function evidenceRows() {
  const has = (facet, value) => VALUES[facet].includes(value);
  return [
    has("dispute", "disputed") && row("dispute", "disputed", "Disputed", sign("?")),
    has("mood", "ambivalent") && row("mood", "ambivalent", "Ambivalent", sign("±")),
    has("dating", "undated") && row("dating", "undated", "Undated", sign("")),
  ].filter(Boolean);
}

function familyGroup(family) {
  const members = typesNow().filter((type) => type.family === family)
    .sort((one, two) => one.sign - two.sign || (one.label < two.label ? -1 : 1));
  const names = members.map((type) => type.name);
  const entry = filterRow({ family: names }, family, "");
  const list_ = make("div", { class: "members", hidden: true },
    members.map((type) => row("type", type.name, type.label, swatch(type.sign, !type.symmetric))));
  const turn = make("button", { type: "button", class: "turn", "aria-expanded": "false", "aria-label": `Types of ${family}` }, "›");
  turn.addEventListener("click", () => {
    list_.hidden = !list_.hidden;
    turn.setAttribute("aria-expanded", String(!list_.hidden));
  });
  return make("div", {}, make("div", { class: "family" }, turn, entry), list_);
}

const row = (facet, value, label, sample) => filterRow({ facet, value }, label, sample);

// A row is a checkbox, and a button that leaves nothing else; alt-click does the same.
function filterRow(what, label, sample) {
  const data = what.facet ? { "data-facet": what.facet, "data-value": what.value } : {};
  const box = make("input", { type: "checkbox", checked: true, ...data });
  const count = make("span", { class: "count" });
  const entry = { ...what, box, count };
  const element = make("label", { class: "row" }, box, sample, make("span", { class: "name" }, label), count);
  box.addEventListener("change", () => turn(entry, box.checked));
  element.addEventListener("click", (event) => {
    if (!event.altKey) return;
    event.preventDefault();
    only(entry);
  });
  const alone = make("button", { type: "button", class: "only", title: "Only this (alt-click)", "aria-label": `Only ${label}`, onclick: () => only(entry) }, "only");
  rows.push({ ...entry, element });
  return make("div", { class: "item" }, element, alone);
}

function turn({ facet, value, family }, on) {
  if (facet === "dating") state.undated = on;
  else for (const one of family ?? [value]) state.off[facet ?? "type"][on ? "delete" : "add"](one);
  render();
}

function only({ facet, value, family }) {
  const name = facet ?? "type";
  const kept = family ?? [value];
  state.off[name] = new Set(VALUES[name].filter((one) => !kept.includes(one)));
  if (facet === "dating") state.undated = true;
  render();
}

// A sample of a line, drawn as the canvas draws it. directed: true, false (a mark at both ends), null (none).
function swatch(sign_, directed = null, dash = "", width = 2) {
  const svg = document.createElementNS(SVG, "svg");
  const add = (d, more) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    for (const [name, value] of Object.entries(more)) path.setAttribute(name, value);
    svg.append(path);
  };
  svg.setAttribute("class", `swatch ${signName(sign_)}`);
  svg.setAttribute("viewBox", "0 0 30 10");
  svg.setAttribute("aria-hidden", "true");
  const [from, to] = directed === null ? [1, 29] : [directed ? 1 : 4, 26];
  add(`M${from} 5H${to}`, { "stroke-width": width, ...(dash ? { "stroke-dasharray": dash } : {}) });
  const heads = directed === null ? [] : directed ? [1] : [1, -1];
  for (const way of heads) add(SWATCH_ENDS[sign_], { class: "head", ...(way < 0 ? { transform: "matrix(-1 0 0 1 30 0)" } : {}) });
  return svg;
}

const SWATCH_ENDS = {
  "-1": "M26 0.5H28.6V9.5H26Z",
  0: "M29.5 5A2.8 2.8 0 1 0 23.9 5A2.8 2.8 0 1 0 29.5 5Z",
  1: "M21.5 1.2L29.5 5L21.5 8.8Z",
};

const signName = (sign_) => ({ "-1": "hostile", 0: "neutral", 1: "friendly" })[sign_];
const kindMark = (kind) => make("span", { class: `kind ${kind}`, "aria-hidden": "true" }, glyphOf(kind));

function foldRow() {
  if (!persons.length) return "";
  const box = make("input", { type: "checkbox", id: "fold", onchange: () => turnFolding(box.checked) });
  return make("label", { class: "row fold" }, box, make("span", { class: "name" }, "Persons inside their groups"));
}

function lineEnds() {
  const line = (sample, text) => make("p", { class: "row" }, sample, make("span", { class: "name" }, text));
  return group("Ends of a line", [
    line(swatch(-1, true), "one acts on the other"),
    line(swatch(-1, false), "mutual"),
  ], "reading print");
}

function drawLegend() {
  const now = relations.filter(holds);
  const undatedNow = relations.filter((one) => one.undated).length;
  for (const entry of rows) {
    const count = entry.facet === "dating" ? undatedNow : countOf(entry, now);
    entry.count.textContent = entry.facet === "change" ? diff.countWords(count, entry.value) : String(count);
    entry.element.classList.toggle("none", count === 0);
    if (entry.family) {
      const off = entry.family.filter((name) => state.off.type.has(name)).length;
      entry.box.checked = off < entry.family.length;
      entry.box.indeterminate = off > 0 && off < entry.family.length;
    } else entry.box.checked = entry.facet === "dating" ? state.undated : !state.off[entry.facet].has(entry.value);
  }
  byId("reset").hidden = !filtering();
  if (byId("fold")) byId("fold").checked = state.folding;
}

function countOf({ facet, value, family }, now) {
  if (family) return now.filter((one) => family.includes(one.type.name)).length;
  if (facet === "kind") return [...actors.values()].filter((actor) => actor.kind === value && lives(actor)).length;
  return now.filter((one) => FACETS[facet](one) === value).length;
}

function resetFilters() {
  state.off = nothingOff();
  render();
}

// "without Hostile, Person; undated shown": what the filters leave out, for pictures and files.
function filterWords() {
  const labels = new Map(rows.filter((one) => one.facet).map((one) => [`${one.facet} ${one.value}`, one.element.querySelector(".name").textContent]));
  const named = (facet, value) => `${facet === "sources" ? "sources: " : facet === "confidence" ? "confidence: " : ""}${labels.get(`${facet} ${value}`) ?? words(value)}`;
  const off = Object.entries(state.off).flatMap(([facet, set]) => [...set].filter((value) => VALUES[facet].includes(value)).map((value) => named(facet, value)));
  return off.length ? `without ${off.join(", ")}` : "";
}
