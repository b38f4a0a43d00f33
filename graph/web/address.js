// The address of a view: everything that the reader chose, and nothing that is as the page opens.
const SURENESS = ["none", "low", "medium", "high"];

const coded = (values) => [...values].map(encodeURIComponent).join(",");

// A facet is told by what is shown, or with "!" by what is hidden, whichever is shorter.
function facetPart(name) {
  const hidden = VALUES[name].filter((value) => state.off[name].has(value));
  if (name === "change" && hidden.join() === [...diff.off().change].join()) return "";
  if (!hidden.length) return name === "change" ? "change=!" : "";
  const kept = VALUES[name].filter((value) => !state.off[name].has(value));
  const least = SURENESS.find((value) => kept.includes(value));
  const below = name === "confidence" && kept.length && hidden.every((value) => SURENESS.indexOf(value) < SURENESS.indexOf(least));
  if (below) return `min=${least}`;
  return kept.length <= hidden.length ? `${paramOf(name)}=${coded(kept)}` : `${paramOf(name)}=!${coded(hidden)}`;
}

const paramOf = (name) => ({ sign: "signs", type: "types", kind: "kinds" })[name] ?? name;

// What every address of this view has in common, without the selection.
function viewPart() {
  const parts = Object.keys(VALUES).map(facetPart);
  if (state.date?.text !== opensAt?.text) parts.unshift(`asof=${state.date?.text ?? "all"}`);
  if (state.undated !== Boolean(diff)) parts.push(`undated=${state.undated ? 1 : 0}`);
  if (diff) parts.push(diff.viewPart());
  if (state.folding !== manyPersons) parts.push(`fold=${state.folding ? 1 : 0}`);
  if (state.open.size) parts.push(`open=${coded([...state.open].sort())}`);
  if (state.alone) parts.push("alone=1");
  if (state.table) parts.push("table=1");
  return parts.filter(Boolean).join("&");
}

function selectionPart({ actor, other: second, relation, source, change } = state) {
  const parts = [];
  if (actor) parts.push(`actor=${encodeURIComponent(actor)}`);
  if (actor && second) parts.push(`other=${encodeURIComponent(second)}`);
  if (relation) parts.push(`relation=${encodeURIComponent(relation)}`);
  if (source) parts.push(`source=${encodeURIComponent(source)}`);
  if (change) parts.push(`step=${change}`);
  return parts.join("&");
}

let common = ""; // viewPart() of this rendering; hundreds of links share it

// The address of the view with something else selected.
const addressOf = (target) => `#${[selectionPart(target), common].filter(Boolean).join("&")}`;

function address() {
  const parts = [selectionPart(), viewPart()];
  if (state.actor && state.steps > 1) parts.push(`steps=${state.steps}`);
  if (state.actor && state.way !== "both") parts.push(`way=${state.way}`);
  if (state.story !== null) parts.push(`story=${state.story + 1}`);
  if (state.insist) parts.push("all=1");
  if (state.centre) parts.push(`ego=${encodeURIComponent(state.centre)}`);
  if (state.view) parts.push(`view=${state.view.x},${state.view.y},${state.view.scale}`);
  return `#${parts.filter(Boolean).join("&")}`;
}

let following = false;

// A selection is a step in the browser's history; a date is not, nor is an address that is followed.
// A sandbox may forbid both.
function remember(selected = false) {
  const step = selected && !following;
  const now = address();
  if (now === (location.hash || "#") || !document.documentElement.dataset.ready) return;
  try {
    history[step ? "pushState" : "replaceState"](null, "", now);
  } catch { /* the page works without an address */ }
}

// A Map of names to raw texts; what cannot be decoded is not there.
function parsed(text) {
  const pairs = text.replace(/^#/, "").split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  });
  return new Map(pairs);
}

function decoded(text) {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}

const decodedList = (text) => text.split(",").filter(Boolean).map(decoded).filter((value) => value !== null);

function takeFacet(name, wanted) {
  const given = wanted.get(paramOf(name));
  const least = SURENESS.indexOf(wanted.get("min"));
  if (name === "confidence" && least > 0) state.off.confidence = new Set(SURENESS.slice(0, least));
  if (given === undefined) return;
  const told = decodedList(given.replace(/^!/, ""));
  state.off[name] = new Set(given.startsWith("!") ? told.filter((value) => VALUES[name].includes(value)) : VALUES[name].filter((value) => !told.includes(value)));
}

// Puts an address into the state; what the data lacks is ignored.
function take(text) {
  const wanted = parsed(text);
  const when = decoded(wanted.get("asof")) ?? opensAt?.text ?? "all";
  state.date = when === "all" ? null : when === opening.text ? opening : period(when) ?? opensAt;
  state.off = { ...nothingOff(), ...diff?.off() };
  for (const name of Object.keys(VALUES)) takeFacet(name, wanted);
  state.undated = wanted.has("undated") ? wanted.get("undated") === "1" : Boolean(diff);
  state.folding = wanted.has("fold") ? wanted.get("fold") === "1" : manyPersons;
  state.open = new Set(decodedList(wanted.get("open") ?? "").filter((id) => actors.has(id)));
  state.alone = wanted.get("alone") === "1";
  state.table = wanted.get("table") === "1";
  state.way = ["in", "out"].find((way) => way === wanted.get("way")) ?? "both";
  const step = Number(wanted.get("story"));
  state.story = Number.isInteger(step) && step > 0 && step <= story.length ? step - 1 : null;
  state.insist = wanted.get("all") === "1";
  const centre = decoded(wanted.get("ego"));
  state.centre = actors.has(centre) ? centre : null;
  if (state.story !== null && !wanted.has("asof")) state.date = period(story[state.story].date ?? "") ?? state.date;
  const [x, y, scale] = (wanted.get("view") ?? "").split(",").map(Number);
  state.view = scale > 0.01 && scale < 50 && Number.isFinite(x + y) ? { x, y, scale } : null;
  diff?.take(wanted);
  choose({ ...Object.fromEntries(["actor", "other", "relation", "source"].map((name) => [name, decoded(wanted.get(name))])), change: Number(wanted.get("step")) });
  state.steps = state.actor ? [2, 3].find((steps) => String(steps) === wanted.get("steps")) ?? 1 : 1;
}

function follow(text = location.hash) {
  following = true;
  const place = () => [state.centre, JSON.stringify(state.view)].join();
  const was = place();
  take(text);
  renderSelection();
  if (was !== place()) openView();
  following = false;
}
