// What is drawn over the map: how many persons a group holds back, and where the keyboard stands.
const BADGE = { height: 16, font: 11.5 };
let badges = []; // { id, left, right, top, bottom } in canvas units
let cursor = null; // the actor on which the keyboard stands

function drawOver(context) {
  badges = [];
  diff?.drawOver(context);
  if (state.folding && scene) {
    for (const [id, count] of scene.counts) if (scene.nodes.has(id)) drawBadge(context, id, `+${count} ●`);
    for (const id of state.open) if (scene.nodes.has(id)) drawBadge(context, id, "– ●");
  }
  if (cursor && scene?.nodes.has(cursor) && document.activeElement === stage) drawRing(context, cursor);
}

function drawBadge(context, id, text) {
  const { x, y } = spotOf(id);
  const { width, height } = actors.get(id);
  context.font = `600 ${BADGE.font}px ${FONT}`;
  const wide = context.measureText(text).width + 10;
  const box = { id, left: x + width / 2 - 9, right: x + width / 2 - 9 + wide, top: y - height / 2 - 9 };
  box.bottom = box.top + BADGE.height;
  const dim = ["dim", "idle"].includes(scene.nodes.get(id));
  context.beginPath();
  context.roundRect(box.left, box.top, wide, BADGE.height, BADGE.height / 2);
  context.fillStyle = tokens["--canvas"];
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = faded(tokens["--edge"], dim ? 0.3 : 1);
  context.stroke();
  context.fillStyle = faded(tokens["--ink-2"], dim ? 0.3 : 1);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(text, box.left + 5, box.top + BADGE.height / 2 + 0.5);
  badges.push(box);
}

function badgeAt({ x, y }) {
  const slack = 3;
  return badges.find((box) => x > box.left - slack && x < box.right + slack && y > box.top - slack && y < box.bottom + slack)?.id ?? null;
}

function drawRing(context, id) {
  const { x, y } = spotOf(id);
  const { width, height } = actors.get(id);
  context.beginPath();
  context.roundRect(x - width / 2 - 6, y - height / 2 - 6, width + 12, height + 12, 8);
  context.lineWidth = 3 / Math.min(1, network.getScale());
  context.strokeStyle = tokens["--focus"];
  context.setLineDash([]);
  context.stroke();
}

// The nearest box in a direction; what lies off to the side counts as farther.
function nearest(from, [dx, dy]) {
  const here = spotOf(from);
  let [best, least] = [null, Infinity];
  for (const id of scene.nodes.keys()) {
    const there = spotOf(id);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    const far = along + 2 * aside;
    if (id !== from && along > 1 && far < least) [best, least] = [id, far];
  }
  return best;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moveCursor(direction) {
  const start = scene.nodes.has(cursor) ? cursor : scene.nodes.has(state.actor) ? state.actor : null;
  cursor = start ? nearest(start, direction) ?? start : mostTied();
  if (!cursor) return;
  const actor = actors.get(cursor);
  say(`${actor.name}, ${words(actor.kind)}, ${many(relationsOf.get(cursor).filter(shown).length, "relation")} shown`);
  const at = network.canvasToDOM(spotOf(cursor));
  const out = at.x < 40 || at.y < 30 || at.x > stage.clientWidth - 40 || at.y > stage.clientHeight - 30 - covered();
  if (out) moveTo({ x: spotOf(cursor).x, y: spotOf(cursor).y }, network.getScale());
  network.redraw();
}

function mostTied() {
  const count = (id) => relationsOf.get(id).filter(shown).length;
  return [...scene.nodes.keys()].reduce((best, id) => (best === null || count(id) > count(best) ? id : best), null);
}

function startCursor() {
  stage.addEventListener("keydown", (event) => {
    if (ARROWS[event.key]) moveCursor(ARROWS[event.key]);
    else if (event.key === "Enter" && cursor) select(event.shiftKey && state.actor ? { actor: state.actor, other: cursor } : { actor: cursor });
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else return;
    event.preventDefault();
  });
  for (const event of ["focus", "blur"]) stage.addEventListener(event, () => network.redraw());
}

// Read out, without a trace on the screen.
function say(text) {
  byId("say").textContent = text;
}
