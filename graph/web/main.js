// Puts the parts together: one render(), one select(), the theme, the start.
function render() {
  limit();
  repaint();
  return renderRest();
}

// All but the map; true when the panel turned to something else.
function renderRest() {
  common = viewPart();
  drawTimeline();
  drawLegend();
  const turned = drawPanel();
  diff?.draw();
  const stepped = drawStory();
  drawTable();
  drawStatus();
  drawFoot();
  remember(turned || stepped);
  return turned;
}

// { actor, other }, { relation: key }, { source: id } or {} for nothing; what the data lacks counts as nothing.
function choose({ actor = null, other: second = null, relation = null, source = null, change = null }) {
  state.actor = actors.has(actor) ? actor : null;
  state.other = state.actor && actors.has(second) && second !== actor ? second : null;
  state.relation = !state.actor && relationByKey.has(relation) ? relation : null;
  state.source = !state.actor && !state.relation && sourceById.has(source) ? source : null;
  state.change = !selectionPart({ ...state, change: null }) && diff?.isStep(change) ? change : null;
  if (!state.actor) Object.assign(state, { steps: 1, way: "both" });
  if (state.centre) state.centre = newCentre();
}

// The ego view follows the selection.
function newCentre() {
  if (state.change) return diff.centre() ?? state.centre;
  const { source, target } = relationByKey.get(state.relation) ?? {};
  if (state.actor) return state.actor;
  return [source, target].includes(state.centre) || !actors.has(source) ? state.centre : source;
}

function select(target) {
  hint(null);
  diff?.bringIn(target);
  choose(target);
  renderSelection(true);
}

// Draws a new selection and brings it into sight, unless the reader's own view is being restored.
function renderSelection(asked_ = false) {
  const size = () => [stage.clientWidth, stage.clientHeight].join();
  const was = size();
  if (asked_ && document.body.dataset.sheet === "peek" && selectionPart()) document.body.dataset.sheet = "half";
  const before = following && state.view;
  const turned = render();
  const move = () => {
    raiseStatus();
    if (before) return openView();
    const lit = litIds();
    if (state.centre || (!lit.length && !state.view)) fit();
    else show(lit);
    return remember();
  };
  if (was !== size()) resized(move);
  else if (turned) move();
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").textContent = name === "dark" ? "Light" : "Dark";
  readTokens();
  if (network) repaint();
}

const theme = () => document.documentElement.dataset.theme;

function turnTheme() {
  setTheme(theme() === "dark" ? "light" : "dark");
}

function startTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
  matchMedia("(forced-colors: active)").addEventListener("change", () => setTheme(theme()));
}

function start() {
  document.body.dataset.sheet = "peek";
  startTheme();
  take(location.hash);
  limit(true);
  if (state.centre && narrow() && !selectionPart() && !diff) state.actor = state.centre;
  for (const begin of [startTimeline, startLegend, startSearch, startCursor, startStory, startHandoff, startPrint, ...(diff ? [diff.start] : [])]) begin();
  repaint();
  renderRest(); // first what takes room beside the canvas
  startCanvas();
  startKeys();
  openView();
  if (!panel.hidden && !state.view) show(litIds());
  addEventListener("popstate", () => follow());
  addEventListener("hashchange", () => follow());
  addEventListener("resize", () => resized(() => state.view ?? fit()));
  window.whowhom = Object.freeze({ visible, drawn: () => [...scene.lines.keys()].map((one) => one.key).sort(), setDate, select, open: follow, address, ways, fold, network });
  document.documentElement.dataset.ready = "1";
}

start();
