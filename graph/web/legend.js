// Legend and filter in one: each row says what a mark means, how often it is there at the date, and
// whether it is shown. Counts follow the date, not the other filters.
const SIGNS = [[-1, "Hostile"], [1, "Cooperative"], [0, "Neutral"]];
const CONFIDENCE = [["high", "High"], ["medium", "Medium"], ["low", "Low"], ["", "Not assessed"]];
const rows = [];

function startLegend() {
  const families = [...new Set([...types.values()].map((type) => type.family))].sort();
  byId("legend").replaceChildren(
    group("Polarity", SIGNS.map(([sign, label]) => row("sign", sign, label, swatch(sign)))),
    group("Relation type", families.map(familyGroup), ""),
    group("Actor", usedKinds().map((kind) => row("kind", kind, words(kind), kindMark(kind)))),
    group("Confidence", usedConfidence().map(([value, label]) => row("confidence", value, label, "")), ""),
    reading(),
    make("button", { type: "button", id: "reset", onclick: resetFilters, hidden: true }, "Show everything"),
  );
}

const usedKinds = () => Object.keys(facts.kinds).filter((kind) => [...actors.values()].some((actor) => actor.kind === kind));
const usedConfidence = () => CONFIDENCE.filter(([value]) => relations.some((one) => (one.confidence ?? "") === value));
const group = (title, list, name = "print") => make("section", { class: name }, make("h2", {}, title), ...list);

function familyGroup(family) {
  const members = [...types.values()].filter((type) => type.family === family)
    .sort((one, two) => one.sign - two.sign || (one.label < two.label ? -1 : 1));
  const box = make("input", { type: "checkbox", checked: true });
  const count = make("span", { class: "count" });
  box.addEventListener("change", () => {
    for (const type of members) state.off.type[box.checked ? "delete" : "add"](type.name);
    render();
  });
  rows.push({ box, count, family: members.map((type) => type.name) });
  const list = make("div", { class: "members", hidden: true },
    members.map((type) => row("type", type.name, type.label, swatch(type.sign, !type.symmetric))));
  const turn = make("button", { type: "button", class: "turn", "aria-expanded": "false", "aria-label": `Types of ${family}` }, "›");
  turn.addEventListener("click", () => {
    list.hidden = !list.hidden;
    turn.setAttribute("aria-expanded", String(!list.hidden));
  });
  const label = make("label", { class: "row" }, box, make("span", { class: "name" }, family), count);
  return make("div", {}, make("div", { class: "family" }, label, turn), list);
}

function row(facet, value, label, sample) {
  const box = make("input", { type: "checkbox", checked: true, "data-facet": facet, "data-value": String(value) });
  const count = make("span", { class: "count" });
  box.addEventListener("change", () => {
    state.off[facet][box.checked ? "delete" : "add"](value);
    render();
  });
  const element = make("label", { class: "row" }, box, sample, make("span", { class: "name" }, label), count);
  rows.push({ box, count, facet, value, element });
  return element;
}

// A sample of a line, drawn as the canvas draws it.
function swatch(sign, arrow = false, dash = "", width = 2) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  const name = { "-1": "hostile", 0: "neutral", 1: "friendly" }[sign];
  svg.setAttribute("class", `swatch ${name}`);
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", arrow ? "M1 5H19" : "M1 5H25");
  line.setAttribute("stroke-width", width);
  if (dash) line.setAttribute("stroke-dasharray", dash);
  svg.append(line);
  if (arrow) {
    const head = document.createElementNS(SVG, "path");
    head.setAttribute("class", "head");
    head.setAttribute("d", "M18 1.5L25.5 5L18 8.5Z");
    svg.append(head);
  }
  return svg;
}

const kindMark = (kind) => make("span", { class: `kind ${kind}`, "aria-hidden": "true" }, glyphOf(kind));

function reading() {
  const line = (sample, text) => make("p", { class: "row" }, sample, make("span", { class: "name" }, text));
  return group("Reading the lines", [
    line(swatch(0, true), "one acts on the other"),
    line(swatch(0), "mutual"),
    line(swatch(0, false, "", 1), "thin: 1 source"),
    line(swatch(0, false, "1.5 3"), "dotted: no source"),
    line(swatch(0, false, "6 4"), "dashed: low confidence"),
    line(make("span", { class: "sign" }, "?"), "disputed"),
    line(make("span", { class: "sign" }, "±"), "ambivalent: both at once")], "reading print");
}

function drawLegend() {
  const now = relations.filter(holds);
  for (const entry of rows) {
    const count = countOf(entry, now);
    entry.count.textContent = String(count);
    if (entry.family) {
      const off = entry.family.filter((name) => state.off.type.has(name)).length;
      entry.box.checked = off < entry.family.length;
      entry.box.indeterminate = off > 0 && off < entry.family.length;
    } else {
      entry.box.checked = !state.off[entry.facet].has(entry.value);
      entry.element.classList.toggle("none", count === 0);
    }
  }
  byId("reset").hidden = Object.values(state.off).every((set) => set.size === 0);
}

function countOf({ facet, value, family }, now) {
  if (family) return now.filter((one) => family.includes(one.type.name)).length;
  if (facet === "kind") return [...actors.values()].filter((actor) => actor.kind === value && lives(actor)).length;
  const pick = { sign: (one) => one.sign, type: (one) => one.type.name, confidence: (one) => one.confidence ?? "" }[facet];
  return now.filter((one) => pick(one) === value).length;
}

function resetFilters() {
  for (const set of Object.values(state.off)) set.clear();
  render();
}
