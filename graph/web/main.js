// Puts the parts together: one render(), one select(), the address, the keys, the start.
function render() {
  repaint();
  drawTimeline();
  drawLegend();
  drawTable();
  drawFoot();
  const turned = drawPanel();
  remember(turned);
  return turned;
}

// { actor: id }, { relation: key } or {} for nothing; what the data lacks counts as nothing.
function select({ actor = null, relation = null }) {
  const before = panel.hidden;
  state.actor = actors.has(actor) ? actor : null;
  state.relation = !state.actor && relationByKey.has(relation) ? relation : null;
  if (!state.actor) state.steps = 1;
  hint(null);
  const turned = render();
  const lit = focus(new Set(visible()));
  const ids = lit ? [...lit.nodes.keys()].filter((id) => actors.has(id)) : [];
  if (before !== panel.hidden) resized(() => ids.length && show(ids));
  else if (turned && ids.length) show(ids);
}

function drawFoot() {
  const { counts, version, rule } = facts;
  const date = state.date ? facts.rule.replace("{date}", state.date.text) : "relations of all dates";
  const undated = state.undated ? ", and undated ones" : "";
  byId("shown").textContent = `${spoken(state.date)}: ${date}${undated}`;
  byId("foot").replaceChildren(
    make("span", { title: rule }, `Shown: ${date}${undated}.`),
    make("span", {}, `Data: ${counts.actors} actors, ${counts.relations} relations, ${counts.sources} sources; ` +
      `${counts.undated} undated, ${counts.never ? `${counts.never} outside the lives of its actors, ` : ""}` +
      `${counts.unsourced} unsourced, ${counts.disputed} disputed.`),
    make("span", {}, `whowhom ${version}`));
}

function address() {
  const parts = [];
  if (state.actor) parts.push(`actor=${encodeURIComponent(state.actor)}`);
  if (state.relation) parts.push(`relation=${encodeURIComponent(state.relation)}`);
  if (state.date?.text !== opening.text) parts.push(`asof=${state.date?.text ?? "all"}`);
  return `#${parts.join("&")}`;
}

let following = false;

// A selection is a step in the browser's history; a date is not, nor is an address that is followed.
// A sandbox may forbid both.
function remember(selected) {
  const step = selected && !following;
  const now = address();
  if (now === (location.hash || "#") || !document.documentElement.dataset.ready) return;
  try {
    history[step ? "pushState" : "replaceState"](null, "", now);
  } catch { /* the page works without an address */ }
}

function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const when = wanted.get("asof") ?? opening.text;
  state.date = when === "all" ? null : when === opening.text ? opening : period(when) ?? opening;
  following = true;
  select({ actor: wanted.get("actor"), relation: wanted.get("relation") });
  following = false;
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").setAttribute("aria-pressed", String(name === "dark"));
  byId("theme").textContent = name === "dark" ? "Light" : "Dark";
  readTokens();
  if (network) repaint();
}

const theme = () => document.documentElement.dataset.theme;
const turnTheme = () => setTheme(theme() === "dark" ? "light" : "dark");

function turnTable() {
  state.table = !state.table;
  drawTable();
  if (state.table) byId("table").querySelector("button").focus({ preventScroll: true });
}

function turnLegend(open) {
  document.body.classList.toggle("with-legend", open);
  byId("filters").setAttribute("aria-expanded", String(document.body.classList.contains("with-legend")));
}

// One thing at a time: the search, the drawer, the table, the selection.
function back() {
  if (query.value || document.activeElement === query) {
    query.value = "";
    hideFound();
    query.blur();
  } else if (document.body.classList.contains("with-legend")) turnLegend(false);
  else if (state.actor || state.relation) select({});
  else if (state.table) turnTable();
}

const KEYS = { "/": () => query.focus(), f: () => fit(), t: turnTable, d: turnTheme };

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back();
    const typing = event.target.matches?.("input[type=text], input[type=search]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  byId("fit").addEventListener("click", () => fit());
  byId("tabular").addEventListener("click", turnTable);
  byId("theme").addEventListener("click", turnTheme);
  byId("filters").addEventListener("click", () => turnLegend());
}

// Paper is white: print in the light theme, with the table after the map.
function startPrint() {
  let before = null;
  addEventListener("beforeprint", () => {
    before = { theme: theme(), table: state.table };
    state.printing = state.table = true;
    setTheme("light");
    drawTable();
    network.redraw();
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    state.printing = false;
    state.table = before.table;
    setTheme(before.theme);
    drawTable();
  });
}

function start() {
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  startCanvas();
  startTimeline();
  startLegend();
  startSearch();
  startKeys();
  startPrint();
  follow();
  openView();
  if (state.actor || state.relation) resized(() => show([...focus(new Set(visible())).nodes.keys()].filter((id) => actors.has(id))));
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  window.whowhom = Object.freeze({ visible, setDate, select, fold, network });
  document.documentElement.dataset.ready = "1";
}

start();
