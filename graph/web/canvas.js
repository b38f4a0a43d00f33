// The drawing itself, through vis-network. repaint() compares what each node and line should look
// like with what it looks like and hands over only what differs.
const stage = byId("canvas");
const nodeSet = new vis.DataSet();
const lineSet = new vis.DataSet();
const looks = new Map();
let network = null;
let hoverTimer = 0;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = () => matchMedia("(max-width: 700px)").matches;

function startCanvas() {
  readTokens();
  paint(nodeSet, [...actors.values()].map((actor) => nodeOf(actor, "full", false)));
  const options = read("options");
  options.interaction.hideEdgesOnDrag = relations.length > 1000;
  options.edges.chosen = { edge: underPointer, label: false };
  network = new vis.Network(stage, { nodes: nodeSet, edges: lineSet }, options);
  network.once("afterDrawing", () => performance.mark("first-drawing"));
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ actor: nodes[0] });
    else if (edges.length) select({ relation: edges[0] });
    else select({});
  });
  network.on("hoverNode", ({ node, pointer }) => hint(actorHint(actors.get(node)), pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => hint(relationHint(relationByKey.get(edge)), pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => hint(null));
}

function underPointer(values, key, selected, hovering) {
  if (hovering) Object.assign(values, { width: values.width + 1.2, opacity: 1 });
}

function nodeOf(actor, level, hidden) {
  const { id, label, x, y, width, height } = actor;
  const inner = { minimum: width - 16, valign: "middle" };
  return {
    id, label, x, y, hidden,
    margin: { top: 5, bottom: 5, left: 8, right: 8 },
    widthConstraint: inner.minimum > 0 ? { minimum: inner.minimum } : false,
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
  const drawn = new Set(relations.filter((one) => one.drawn && shown(one)).map((one) => one.key));
  const lit = focus(drawn);
  const busy = new Set();
  for (const key of drawn) {
    const relation = relationByKey.get(key);
    busy.add(relation.source).add(relation.target);
  }
  const gone = lineSet.getIds().filter((key) => !drawn.has(key) && !lit?.edges.has(key));
  for (const key of gone) looks.delete(key);
  lineSet.remove(gone);
  const keys = new Set([...drawn, ...(lit?.edges ?? [])].filter((key) => relationByKey.get(key).drawn));
  const bends = fan([...keys].map((key) => relationByKey.get(key)));
  paint(lineSet, [...bends].map(([relation, bend]) => lineOf(relation, lineLevel(relation, lit), bend)));
  paint(nodeSet, [...actors.values()].map((actor) => nodeOf(actor, nodeLevel(actor, lit, busy), isHidden(actor, lit, busy))));
  describe(drawn);
}

function lineLevel(relation, lit) {
  if (!lit) return "full";
  return lit.edges.has(relation.key) ? "picked" : "dim";
}

function nodeLevel(actor, lit, busy) {
  if (lit) return actor.id === state.actor ? "picked" : lit.nodes.has(actor.id) ? "full" : "dim";
  return busy.has(actor.id) ? "full" : "idle";
}

// Nobody is drawn outside of a life, unless the reader asks for exactly this actor.
function isHidden(actor, lit, busy) {
  if (lit?.nodes.has(actor.id) || busy.has(actor.id)) return false;
  return !lives(actor) || state.off.kind.has(actor.kind);
}

// Relations between the same two actors side by side: each with its bend, 0 for a straight line.
function fan(list) {
  const pairs = new Map();
  for (const relation of list) {
    const pair = [relation.source, relation.target].sort().join("\n");
    pairs.set(pair, [...(pairs.get(pair) ?? []), relation]);
  }
  const bends = new Map();
  for (const group of pairs.values()) {
    group.forEach((relation, index) => {
      const place = index - (group.length - 1) / 2;
      const way = relation.source < relation.target ? 1 : -1;
      bends.set(relation, place * way * bendStep(relation, group.length));
    });
  }
  return bends;
}

// A gap of some 17 units between neighbours, less where there are many, whatever the length of the line.
function bendStep(relation, count) {
  const [one, two] = [actors.get(relation.source), actors.get(relation.target)];
  const length = Math.max(60, Math.hypot(one.x - two.x, one.y - two.y));
  return Math.min(44, 150 / (count - 1 || 1)) / length;
}

function describe(drawn) {
  const ends = new Set([...drawn].flatMap((key) => [relationByKey.get(key).source, relationByKey.get(key).target]));
  const alone = [...actors.values()].filter((one) => !isHidden(one, null, ends) && !ends.has(one.id)).length;
  const met = many(ends.size, "actor") + (alone ? ` with relations, ${alone} without` : "");
  const filtered = !drawn.size && relations.some((one) => one.drawn && holds(one));
  byId("status").replaceChildren(`${met}, ${many(drawn.size, "relation")}`,
    ...(filtered ? [": all hidden by the filters - ", make("button", { type: "button", onclick: resetFilters }, "reset")] : []),
    ` · ${spoken(state.date)}`);
}

// ids: what has to be in sight; all that is not hidden when absent.
function fit(ids) {
  const wanted = ids ?? nodeSet.getIds({ filter: (node) => !node.hidden });
  const boxes = wanted.map((id) => actors.get(id));
  if (!boxes.length) return;
  const low = (axis, size) => Math.min(...boxes.map((box) => box[axis] - box[size] / 2));
  const high = (axis, size) => Math.max(...boxes.map((box) => box[axis] + box[size] / 2));
  const [left, right, top, bottom] = [low("x", "width"), high("x", "width"), low("y", "height"), high("y", "height")];
  const [wide, tall] = [stage.clientWidth - 28, stage.clientHeight - (narrow() ? 28 : 44)];
  const scale = Math.min(wide / (right - left), tall / (bottom - top), 1.25);
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (narrow() ? 0 : 8 / scale) };
  moveTo(position, scale);
}

function moveTo(position, scale) {
  const animation = still() || !document.documentElement.dataset.ready ? false : { duration: 320 };
  network.moveTo({ position, scale, animation });
}

// Where the whole map would be too small to read, open on the actor with the most relations.
function openView() {
  fit();
  if (network.getScale() > (narrow() ? 0.6 : 0.35)) return;
  const count = (actor) => relationsOf.get(actor.id).filter(shown).length;
  const [first] = [...actors.values()].sort((one, two) => count(two) - count(one));
  if (first) network.moveTo({ position: { x: first.x, y: first.y }, scale: 0.8 });
}

// The canvas learns its new size two frames after a panel opens.
function resized(then) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    network.setSize("100%", "100%");
    network.redraw();
    then();
  }));
}

// Moves only when something that should be seen is not, or is too small to read.
function show(ids) {
  const scale = network.getScale();
  const middle = network.getViewPosition();
  const [wide, tall] = [stage.clientWidth / 2 / scale, stage.clientHeight / 2 / scale];
  const inside = ids.map((id) => actors.get(id)).every((box) =>
    Math.abs(box.x - middle.x) + box.width / 2 <= wide && Math.abs(box.y - middle.y) + box.height / 2 <= tall);
  if (!inside || scale < 0.7) fit(ids);
}

function hint(content, at) {
  clearTimeout(hoverTimer);
  const box = byId("hint");
  stage.style.cursor = content ? "pointer" : "";
  if (!content) {
    box.hidden = true;
    return;
  }
  box.replaceChildren(...content);
  box.hidden = false;
  const [x, y] = [Math.min(at.x + 14, stage.clientWidth - box.offsetWidth - 8), at.y + 16];
  box.style.left = `${Math.max(4, x)}px`;
  box.style.top = `${y + box.offsetHeight > stage.clientHeight ? at.y - box.offsetHeight - 10 : y}px`;
}

const actorHint = (actor) => [
  make("b", {}, actor.name),
  make("span", {}, [words(actor.kind), lifeText(actor)].filter(Boolean).join(" · ")),
];

const relationHint = (relation) => [
  make("b", {}, sentence(relation)),
  make("span", {}, [relation.time, evidence(relation)].join(" · ")),
];
