// What the reader has chosen, and what follows from it. Everything on the page is drawn from here.
const [asOfText, asOfFirst, asOfLast] = facts.as_of;
const opening = { text: asOfText, first: asOfFirst, last: asOfLast };
const opensAt = diff ? null : opening; // two versions are compared whole, whatever the date

// By what relations can be filtered; each gives a relation's value as text. Kinds are those of its ends.
const FACETS = {
  sign: (one) => String(one.sign),
  type: (one) => one.type.name,
  confidence: (one) => one.confidence ?? "none",
  sources: (one) => String(Math.min(3, one.independent)),
  dispute: (one) => (one.disputed.length ? "disputed" : "undisputed"),
  mood: (one) => (one.ambivalent ? "ambivalent" : "plain"),
  dating: (one) => (one.undated ? "undated" : "dated"),
  ...diff?.facets,
};
const VALUES = Object.fromEntries(Object.entries(FACETS).map(([name, of]) => [name, [...new Set(relations.map(of))].sort()]));
VALUES.kind = Object.keys(facts.kinds).concat(...new Set([...actors.values()].map((actor) => actor.kind)))
  .filter((kind, at, all) => all.indexOf(kind) === at && [...actors.values()].some((actor) => actor.kind === kind));

if (diff) VALUES.change = diff.states;

const nothingOff = () => Object.fromEntries(Object.keys(VALUES).map((name) => [name, new Set()]));

const state = {
  date: opensAt, // null: all dates
  undated: Boolean(diff),
  off: { ...nothingOff(), ...diff?.off() }, // per facet, the values that are hidden
  actor: null, // what is selected: an actor, and another one for what is between the two, or
  other: null,
  relation: null, // the key of a relation, or
  source: null, // the id of a source, or
  change: null, // of two versions, the number of a step
  steps: 1,
  way: "both", // "out": what the actor does, "in": what is done to it
  alone: false, // the rest is hidden and not dimmed
  folding: false, // persons stand in the box of their group ...
  open: new Set(), // ... but not in these
  centre: null, // of the ego view: this actor, its closest neighbours, arranged
  insist: false, // draw everything, however much it is
  story: null, // the number of a step
  table: false,
  side: null, // of two versions: "before", "both" or "after", and
  listing: true, // whether the list of changes is open
  view: null, // { x, y, scale } once the reader has moved the map
  printing: false, // nothing stands out on paper
};

const meets = ([first, last]) => !state.date || (first <= state.date.last && state.date.first <= last);
const holds = (relation) => (relation.span ? meets(relation.span) : relation.undated ? state.undated : Boolean(diff) && !state.date);
const lives = (actor) => meets(actor.life);
const facetNames = Object.keys(FACETS);

function passes(relation) {
  const { kind } = state.off;
  return facetNames.every((name) => !state.off[name].has(FACETS[name](relation))) &&
    !kind.has(actors.get(relation.source)?.kind) && !kind.has(actors.get(relation.target)?.kind);
}

const shown = (relation) => holds(relation) && passes(relation);
const visible = () => relations.filter(shown).map((relation) => relation.key).sort();
const filtering = () => Object.values(state.off).some((set) => set.size > 0);

// Whether a step leads from an actor along a relation, in the direction that was chosen.
function leads(relation, id) {
  return state.way === "both" || relation.mutual || (state.way === "out") === (relation.source === id);
}

// Ids within so many steps of an actor, along what is drawn: a Map of id to distance.
function reach(start, steps, drawn) {
  const distance = new Map([[start, 0]]);
  for (let step = 1; step <= steps; step += 1) {
    for (const id of [...distance.keys()]) {
      for (const relation of relationsOf.get(id) ?? []) {
        const next = other(relation, id);
        if (drawn.has(relation.key) && leads(relation, id) && !distance.has(next)) distance.set(next, step);
      }
    }
  }
  return distance;
}

// What stands out: { nodes: Map of id to distance, edges: Set of keys }, or null when nothing is selected.
function focus(drawn) {
  if (state.printing) return null;
  if (state.relation) return onlyThese([relationByKey.get(state.relation)]);
  if (state.source) {
    const { asserted, denied, actors: named } = restsOn.get(sourceById.get(state.source));
    return onlyThese([...asserted, ...denied].filter((one) => one.drawn), named.map((actor) => actor.id));
  }
  if (state.change) return onlyThese(...diff.focus());
  if (state.other) return betweenFocus(drawn);
  if (state.actor) return neighbourhood(drawn);
  return state.story === null ? null : storyFocus();
}

function onlyThese(list, ids = []) {
  const nodes = new Map([...list.flatMap((one) => [one.source, one.target]), ...ids].map((id) => [id, 1]));
  return { nodes, edges: new Set(list.map((one) => one.key)) };
}

function neighbourhood(drawn) {
  const nodes = reach(state.actor, state.steps, drawn);
  const from = (id, relation) => nodes.has(id) && nodes.get(id) < state.steps && leads(relation, id);
  const edges = relations.filter((one) => drawn.has(one.key) && (from(one.source, one) || from(one.target, one)));
  return { nodes, edges: new Set(edges.map((one) => one.key)) };
}
