// The ego view: one actor and its closest neighbours in columns on both sides of it. It stands in for
// the whole map where that could not be read: on a phone, and above so many relations.
const MOST_DRAWN = 5000;
const COLUMN = { gap: 56, row: 20 }; // canvas units between columns, and between boxes of a column
let ego = null; // { mark, spots: Map of id to { x, y }, left: how many neighbours are not drawn }

// The centre with the most relations that are shown; groups before persons.
function mainActor() {
  const count = (actor) => relationsOf.get(actor.id).filter(shown).length + (diff?.weight(actor.id) ?? 0) - (actor.kind === "person" ? 1e6 : 0);
  let [best, most] = [null, -Infinity];
  for (const actor of actors.values()) {
    const mine = count(actor);
    if (mine > most) [best, most] = [actor, mine];
  }
  return best?.id ?? null;
}

const egoSize = () => (narrow() ? 10 : 32);

// On a phone the lines of the centre alone: there is no room beside them.
const fitsIn = (relation) => !narrow() || [relation.source, relation.target].includes(state.centre);

// Arranges the neighbours that are drawn; `must` are those that have to be among them.
function arrange(drawn, must) {
  const ties = new Map();
  for (const one of relationsOf.get(state.centre)) {
    const id = other(one, state.centre);
    if (drawn.has(one.key) && id !== state.centre) ties.set(id, (ties.get(id) ?? 0) + (diff?.heft(one) ?? 1));
  }
  const weight = (id) => (must.has(id) ? 1e6 : 0) + (ties.get(id) ?? 0) * 1000 + relationsOf.get(id).length;
  const all = [...new Set([...ties.keys(), ...[...must].filter((id) => actors.has(id) && id !== state.centre)])]
    .sort((one, two) => weight(two) - weight(one) || (one < two ? -1 : 1));
  const kept = all.slice(0, Math.max(egoSize(), must.size));
  const mark = [state.centre, ...kept].join("\n");
  if (ego?.mark !== mark) ego = { mark, spots: inColumns(state.centre, kept), left: 0 };
  ego.left = all.length - kept.length;
  return ego;
}

// Who stands left on the map stands left here: halves by x, each column in the order of y.
function inColumns(centre, ids) {
  const level = [...ids].sort((one, two) => actors.get(one).x - actors.get(two).x || (one < two ? -1 : 1));
  const half = narrow() ? 0 : Math.ceil(level.length / 2);
  const spots = new Map([[centre, { x: 0, y: 0 }]]);
  const inner = actors.get(centre).width / 2;
  side(level.slice(0, half), -1, inner, spots);
  side(level.slice(half), 1, inner, spots);
  return spots;
}

function side(ids, way, inner, spots) {
  const columns = narrow() ? 1 : Math.max(1, Math.ceil(ids.length / 9));
  const perColumn = Math.ceil(ids.length / columns);
  let x = inner + (narrow() ? 130 : COLUMN.gap * 2.4);
  const nearFirst = way < 0 ? [...ids].reverse() : ids;
  for (let at = 0; at < columns; at += 1) {
    const boxes = nearFirst.slice(at * perColumn, (at + 1) * perColumn).map((id) => actors.get(id)).sort((one, two) => one.y - two.y);
    const wide = Math.max(0, ...boxes.map((box) => box.width));
    const rest = narrow() ? 20 : COLUMN.row;
    const tall = boxes.reduce((sum, box) => sum + box.height + rest, -rest);
    let y = -tall / 2 + (at % 2 ? 12 : 0);
    for (const box of boxes) {
      spots.set(box.id, { x: way * (x + box.width / 2), y: y + box.height / 2 });
      y += box.height + rest;
    }
    x += wide + COLUMN.gap;
  }
}

// Where an actor stands now.
const spotOf = (id) => (state.centre && ego?.spots.get(id)) || actors.get(id);

function turnEgo(centre) {
  state.centre = centre;
  state.view = null;
  state.insist = !centre && tooMuch();
  if (!centre) ego = null;
  render();
  fit();
}

// Too much to draw.
const tooMuch = () => relations.filter((one) => one.drawn && shown(one)).length > MOST_DRAWN;

// Where the whole map could not be drawn, or not be read, its main actor stands in for it.
function limit(opening_ = false) {
  if (state.centre || state.insist || actors.size <= 12) return;
  if (tooMuch() || (opening_ && !state.view && crowded())) state.centre = state.actor ?? mainActor();
}
