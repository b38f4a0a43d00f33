// Where the reader looks: fitting, moving, and the small notes under the pointer.

// What the boxes of some actors take up: { left, right, top, bottom }.
function frameOf(ids) {
  const boxes = ids.map((id) => ({ ...spotOf(id), width: actors.get(id).width, height: actors.get(id).height }));
  return {
    left: Math.min(...boxes.map((box) => box.x - box.width / 2)),
    right: Math.max(...boxes.map((box) => box.x + box.width / 2)),
    top: Math.min(...boxes.map((box) => box.y - box.height / 2)),
    bottom: Math.max(...boxes.map((box) => box.y + box.height / 2)),
  };
}

// How much of the stage a sheet covers from below; the panel lies over the map on small screens.
const covered = () => (panel.hidden || !narrow() ? 0 : Math.max(0, stage.getBoundingClientRect().bottom - panel.getBoundingClientRect().top));

// The state line stands above the sheet.
function raiseStatus() {
  const below = Math.min(covered(), stage.clientHeight * 0.7);
  byId("status").style.bottom = below ? `${below + 6}px` : "";
  return below;
}

// ids: what has to be in sight; all that is drawn when absent.
function fit(ids) {
  const wanted = ids ?? [...scene.nodes.keys()];
  if (!wanted.length || !stage.clientWidth) return; // on paper there is no stage
  state.view = null;
  const { left, right, top, bottom } = frameOf(wanted);
  const below = raiseStatus();
  const [above, under] = [14 + (diff?.room() ?? 0), byId("status").offsetHeight + 16 + below]; // the state line stands over the map
  const [wide, tall] = [stage.clientWidth - 28, stage.clientHeight - above - under];
  const scale = Math.min(wide / (right - left), tall / (bottom - top), 1.25);
  moveTo({ x: (left + right) / 2, y: (top + bottom) / 2 + (under - above) / 2 / scale }, scale);
}

// Where the whole map would be too small to read.
function crowded() {
  const { left, right, top, bottom } = frameOf([...actors.keys()]);
  const small = stage.clientWidth < 900 || stage.clientHeight < 450;
  return narrow() || (small && Math.min(stage.clientWidth / (right - left), stage.clientHeight / (bottom - top)) < 0.45);
}

function fitAll() {
  state.view = null;
  if (state.centre && !narrow() && !tooMuch()) return turnEgo(null);
  fit();
  return remember();
}

function moveTo(position, scale) {
  const animation = still() || !document.documentElement.dataset.ready ? false : { duration: 320 };
  network.moveTo({ position, scale, animation });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
  keepView();
}

function openView() {
  if (state.view) network.moveTo({ position: { x: state.view.x, y: state.view.y }, scale: state.view.scale });
  else fit();
  if (!state.view && !state.centre && network.getScale() < 0.35) closer();
}

// Open in the middle of things where all of them would be illegible.
function closer() {
  const main = mainActor();
  if (main) moveTo({ x: spotOf(main).x, y: spotOf(main).y }, 0.8); // vis-network writes into what it is given
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
  const there = ids.filter((id) => scene.nodes.has(id));
  if (!there.length) return;
  const scale = network.getScale();
  const middle = network.getViewPosition();
  const { left, right, top, bottom } = frameOf(there);
  const [wide, tall] = [stage.clientWidth / 2 / scale, stage.clientHeight / 2 / scale];
  const inside = left >= middle.x - wide && right <= middle.x + wide && top >= middle.y - tall && bottom <= middle.y + tall;
  if (!inside || scale < 0.7 || covered()) fit(there);
}

const litIds = () => (scene.lit ? [...scene.lit.nodes.keys()].filter((id) => actors.has(id)) : []);

function hint(content, at) {
  const box = byId("hint");
  stage.style.cursor = content ? "pointer" : "";
  box.hidden = !content;
  if (!content) return;
  box.replaceChildren(...content);
  const [x, y] = [Math.min(at.x + 14, stage.clientWidth - box.offsetWidth - 8), at.y + 16];
  box.style.left = `${Math.max(4, x)}px`;
  box.style.top = `${y + box.offsetHeight > stage.clientHeight ? at.y - box.offsetHeight - 10 : y}px`;
}

const actorHint = (actor) => [
  make("b", {}, bdi(actor.name)),
  make("span", {}, [diff?.wordOf(actor.id), words(actor.kind), lifeText(actor)].filter(Boolean).join(" · ")),
];

const relationHint = (relation) => [
  make("b", {}, ...sentenceParts(relation)),
  make("span", {}, [diff?.word(relation), relation.time, evidence(relation)].filter(Boolean).join(" · ")),
];
