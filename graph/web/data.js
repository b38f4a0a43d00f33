// What the page was given, read once and never changed. Texts reach the page through make() alone,
// which writes them as text.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const byId = (id) => document.getElementById(id);

const facts = read("facts");
let diff = null; // what a page of two versions adds to the map: see diff.js
const types = new Map(read("types").map((type) => [type.key ?? type.name, type]));
const { fields, rows: sourceRows } = read("sources");
const sources = sourceRows.map((row) => record(fields, row)); // cited by their place
const actors = new Map(read("nodes").map((node) => [node.id, actorOf(node)]));
const relations = read("edges").map((edge) => relationOf(edge));
const sourceById = new Map(sources.map((source) => [source.id, source]));
const [relationByKey, relationsOf, restsOn] = [new Map(), new Map(), new Map()];
gather();

// Fills the three from `actors` and `relations`.
function gather() {
  for (const map of [relationByKey, relationsOf, restsOn]) map.clear();
  for (const id of actors.keys()) relationsOf.set(id, []);
  for (const source of sources) restsOn.set(source, { asserted: [], denied: [], actors: [] });
  for (const relation of [...relations].sort(inTime)) {
    relationByKey.set(relation.key, relation);
    for (const end of new Set([relation.source, relation.target])) relationsOf.get(end)?.push(relation);
    for (const source of sourcesOf(relation.sources)) restsOn.get(source).asserted.push(relation);
    for (const source of sourcesOf(relation.disputed)) restsOn.get(source).denied.push(relation);
  }
  for (const actor of actors.values()) {
    for (const source of sourcesOf(citations(actor.sources))) restsOn.get(source).actors.push(actor);
  }
}

function actorOf(node) {
  return Object.freeze({ ...node.actor, ...node, life: days(node.life ?? []) });
}

function relationOf({ id, from, to, relation }) {
  const claim = record(facts.claim, relation);
  const type = types.get(claim.type);
  return Object.freeze({
    ...claim,
    key: id ?? `${from}:${claim.type}:${to}`, // left out where it is just that
    source: from,
    target: to,
    type,
    sign: type.sign,
    mutual: Boolean(type.symmetric),
    drawn: actors.has(from) && actors.has(to),
    span: claim.span && days(claim.span),
    sources: citations(claim.sources),
    count: distinct(citations(claim.sources)),
    independent: claim.independent ?? 0,
    disputed: citations(claim.disputed_by),
  });
}

// Rows keep the page small: each cell belongs to the field in its place, empty ones are left out.
function record(fields, row) {
  return Object.fromEntries(row.map((cell, at) => [fields[at], cell]).filter(([, cell]) => cell !== ""));
}

// A citation is the place of a source, or that, a locator, and what this source says.
function citations(given = []) {
  return given.map((citation) => {
    const [place, locator, summary] = [citation].flat();
    return { source: sources[place], locator, summary };
  });
}

function sourcesOf(list) {
  return new Set(list.map((citation) => citation.source));
}

function distinct(list) {
  return sourcesOf(list).size;
}

// An interval of days; an end that is left out is open.
function days([first = 1, last = 3652059]) {
  return [first, last];
}

// In order of time; what has no days comes last.
function inTime(one, two) {
  const [a, b] = [one.span?.[0] ?? Infinity, two.span?.[0] ?? Infinity];
  return a === b ? (one.key < two.key ? -1 : 1) : a - b;
}

const nameOf = (id) => actors.get(id)?.name ?? id;
const bdi = (text) => make("bdi", {}, text); // a name keeps its own direction
const glyphOf = (kind) => facts.kinds[kind] ?? "◇";
const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const words = (name) => name.replaceAll("_", " ");
const other = (relation, id) => (relation.source === id ? relation.target : relation.source);

// Reads from the given end: "hosts" or "is hosted by".
const verb = (relation, id) => (relation.source === id ? relation.type.label : relation.type.inverse);
const sentenceParts = (relation) => [bdi(nameOf(relation.source)), ` ${relation.type.label} `, bdi(nameOf(relation.target))];
const sentence = (relation) => `${nameOf(relation.source)} ${relation.type.label} ${nameOf(relation.target)}`;

// make("button", { class: "row", onclick }, "text", element, ...): attributes, on* handlers, children.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}
