// The drawing itself, through vis-network. repaint() compares what each node and line should look
// like with what it looks like and hands over only what differs.
const stage = byId("canvas");
const nodeSet = new vis.DataSet();
const lineSet = new vis.DataSet();
const looks = new Map();
let network = null;
// What is on the map now: { drawn: keys that could be, folded, counts, lit, nodes: Map of id to level,
// lines: Map of relation to level }.
let scene = null;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = () => matchMedia("(max-width: 700px)").matches;

function startCanvas() {
  const options = read("options");
  hiding = scene.lines.size > MANY_MOVED;
  Object.assign(options.interaction, { hideEdgesOnDrag: hiding, hideEdgesOnZoom: hiding });
  options.edges.chosen = { edge: underPointer, label: false };
  network = new vis.Network(stage, { nodes: nodeSet, edges: lineSet }, options);
  stage.querySelector(".vis-network").tabIndex = -1; // the stage itself takes the focus
  network.once("afterDrawing", () => performance.mark("first-drawing"));
  network.on("afterDrawing", drawOver);
  network.on("click", clicked);
  network.on("hoverNode", ({ node, pointer }) => hint(actorHint(actors.get(node)), pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => hint(relationHint(relationByKey.get(edge)), pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => hint(null));
  for (const event of ["dragEnd", "zoom"]) network.on(event, keepView);
}

function clicked({ nodes, edges, pointer, event }) {
  const badge = badgeAt(pointer.canvas);
  if (badge) turnFold(badge);
  else if (nodes.length && event.srcEvent?.shiftKey && state.actor) select({ actor: state.actor, other: nodes[0] });
  else if (nodes.length) select({ actor: nodes[0] });
  else if (edges.length) select({ relation: edges[0] });
  else select({});
}

function keepView() {
  const { x, y } = network.getViewPosition();
  state.view = { x: Math.round(x), y: Math.round(y), scale: Number(network.getScale().toFixed(3)) };
  remember();
}

function underPointer(values, key, selected, hovering) {
  if (hovering) Object.assign(values, { width: values.width + 1.2, opacity: 1 });
}

function nodeOf(actor, level) {
  const { id, label, width } = actor;
  const { x, y } = spotOf(id);
  const inner = width - 16;
  return {
    id, label, x, y, hidden: false,
    margin: { top: 5, bottom: 5, left: 8, right: 8 },
    widthConstraint: inner > 0 ? { minimum: inner } : false,
    ...nodeLook(actor, level),
  };
}

function lineOf(relation, level, bend) {
  return {
    id: relation.key,
    from: relation.source,
    to: relation.target,
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
    ...lineLook(relation, level),
  };
}

function paint(set, items) {
  const changed = items.filter((item) => {
    const look = JSON.stringify(item);
    if (looks.get(item.id) === look) return false;
    looks.set(item.id, look);
    return true;
  });
  if (changed.length) set.update(changed);
}

function repaint() {
  scene = survey();
  diff?.moved();
  coarse = scene.lines.size > MANY_DRAWN;
  hideInMotion(scene.lines.size > MANY_MOVED);
  paint(nodeSet, [...scene.nodes].map(([id, level]) => nodeOf(actors.get(id), level)));
  const keys = new Set([...scene.lines.keys()].map((one) => one.key));
  forget(lineSet, (key) => !keys.has(key));
  const bends = fan([...scene.lines.keys()]);
  paint(lineSet, [...bends].map(([relation, bend]) => lineOf(relation, scene.lines.get(relation), bend)));
  forget(nodeSet, (id) => !scene.nodes.has(id));
}

let hiding = false;

function hideInMotion(many_) {
  if (!network || hiding === many_) return;
  hiding = many_;
  network.setOptions({ interaction: { hideEdgesOnDrag: many_, hideEdgesOnZoom: many_ } });
}

function forget(set, isGone) {
  const gone = set.getIds().filter(isGone);
  for (const id of gone) looks.delete(id);
  if (gone.length) set.remove(gone);
}

function survey() {
  const folded = foldedPersons();
  const there = (id) => actors.has(id) && !folded.has(id);
  const list = relations.filter((one) => shown(one) && there(one.source) && there(one.target));
  const drawn = new Set(list.map((one) => one.key));
  const lit = focus(drawn);
  const busy = new Set(list.flatMap((one) => [one.source, one.target]));
  const close = state.centre ? arrange(drawn, new Set(lit ? mustSee(lit) : [])) : null;
  const inSight = (id) => (!close || close.spots.has(id)) && (!state.alone || !lit || lit.nodes.has(id));
  const nodes = new Map();
  for (const actor of actors.values()) {
    const here = lit?.nodes.has(actor.id) || busy.has(actor.id) || (lives(actor) && !state.off.kind.has(actor.kind) && !diff?.hides(actor.id) && !folded.has(actor.id));
    if (here && inSight(actor.id)) nodes.set(actor.id, nodeLevel(actor, lit, busy));
  }
  const lines = new Map();
  const extra = [...(lit?.edges ?? [])].filter((key) => !drawn.has(key)).map((key) => relationByKey.get(key));
  for (const one of [...list, ...extra]) {
    if (nodes.has(one.source) && nodes.has(one.target) && (!close || lit?.edges.has(one.key) || fitsIn(one))) lines.set(one, lineLevel(one, lit));
  }
  return { folded, counts: foldedIn(folded), drawn, lit, busy, nodes, lines, left: close?.left ?? 0 };
}

// In an ego view the ends of a relation and what lies between two have to be there; neighbours need not.
const mustSee = (lit) => (state.relation || state.source || state.other || state.change || (state.story !== null && !state.actor) ? [...lit.nodes.keys()] : []);

function lineLevel(relation, lit) {
  if (!lit) return state.centre ? (relation.source === state.centre || relation.target === state.centre ? "picked" : "soft") : "full";
  return lit.edges.has(relation.key) ? "picked" : state.alone ? "soft" : "dim";
}

function nodeLevel(actor, lit, busy) {
  if (!lit) return busy.has(actor.id) ? "full" : "idle";
  if (actor.id === state.actor || actor.id === state.other) return "picked";
  return lit.nodes.has(actor.id) ? "full" : "dim";
}

// Relations between the same two actors side by side: each with its bend, 0 for a straight line.
function fan(list) {
  const pairs = new Map();
  for (const relation of list) {
    const pair = relation.source < relation.target ? `${relation.source}\n${relation.target}` : `${relation.target}\n${relation.source}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(relation);
  }
  const bends = new Map();
  for (const group of pairs.values()) {
    group.forEach((relation, index) => {
      const place = index - (group.length - 1) / 2;
      const way = relation.source < relation.target ? 1 : -1;
      bends.set(relation, place && place * way * bendStep(relation, group.length));
    });
  }
  return bends;
}

// A gap of some 17 units between neighbours, less where there are many, whatever the length of the line.
function bendStep(relation, count) {
  const [one, two] = [spotOf(relation.source), spotOf(relation.target)];
  const length = Math.max(60, Math.hypot(one.x - two.x, one.y - two.y));
  return Math.min(44, 150 / (count - 1 || 1)) / length;
}
