// What the reader has chosen, and what follows from it. Everything on the page is drawn from here.
const [asOfText, asOfFirst, asOfLast] = facts.as_of;
const opening = { text: asOfText, first: asOfFirst, last: asOfLast };

const state = {
  date: opening, // null: all dates
  undated: false,
  off: { sign: new Set(), type: new Set(), confidence: new Set(), kind: new Set() },
  actor: null, // the id of the actor that is selected, or the key of the relation, or neither
  relation: null,
  steps: 1,
  table: false,
  printing: false, // nothing stands out on paper
};

const meets = ([first, last]) => !state.date || (first <= state.date.last && state.date.first <= last);
const holds = (relation) => (relation.span ? meets(relation.span) : Boolean(relation.undated) && state.undated);
const lives = (actor) => meets(actor.life);

function passes(relation) {
  const { sign, type, confidence, kind } = state.off;
  return (
    !sign.has(relation.sign) &&
    !type.has(relation.type.name) &&
    !confidence.has(relation.confidence ?? "") &&
    !kind.has(actors.get(relation.source)?.kind) &&
    !kind.has(actors.get(relation.target)?.kind)
  );
}

const shown = (relation) => holds(relation) && passes(relation);
const visible = () => relations.filter(shown).map((relation) => relation.key).sort();

// Ids within so many steps of an actor, along what is shown: a Map of id to distance.
function reach(start, steps, drawn) {
  const distance = new Map([[start, 0]]);
  for (let step = 1; step <= steps; step += 1) {
    const edge = [...distance.keys()];
    for (const id of edge) {
      for (const relation of relationsOf.get(id) ?? []) {
        const next = other(relation, id);
        if (drawn.has(relation.key) && !distance.has(next)) distance.set(next, step);
      }
    }
  }
  return distance;
}

// What stands out: { nodes: Map of id to distance, edges: Set of keys }, or null when nothing is selected.
function focus(drawn) {
  if (state.printing) return null;
  if (state.relation) {
    const relation = relationByKey.get(state.relation);
    return { nodes: new Map([[relation.source, 1], [relation.target, 1]]), edges: new Set([relation.key]) };
  }
  if (!state.actor) return null;
  const nodes = reach(state.actor, state.steps, drawn);
  const near = (id) => nodes.has(id) && nodes.get(id) < state.steps;
  const edges = relations.filter((one) => drawn.has(one.key) && (near(one.source) || near(one.target)));
  return { nodes, edges: new Set(edges.map((one) => one.key)) };
}
