// A page of two versions is the map of the older one, of the newer one, or of both on the same places.
// `actors` and `relations` hold what is on the side that is shown; the rest of the page is none the wiser.
const review = facts.diff;
const SIDES = { before: "Before", both: "Both", after: "After" };
const TIMES = review.turned ? { added: "Ended", removed: "Began" } : { added: "Began", removed: "Ended" };
const REPORTED = { added: "After alone", removed: "Before alone", changed: "Grew or shrank", kept: "About as before" }; // of event data
const STATES = {
  ...(review.dated ? TIMES : { added: "Added", removed: "Removed" }), changed: "Changed", passed: "Came and went", kept: review.dated ? "Went on" : "Kept",
  ...(review.reported ? REPORTED : {}),
};
const WORTH_HIDING = 1500; // above so many relations the page opens on what differs
const whole = { actors: new Map(actors), relations: [...relations], counts: facts.counts };
const former = new Map(review.nodes.map((node) => [node.id, actorOf(node)])); // actors as they were
const everyByKey = new Map(whole.relations.map((relation) => [relation.key, relation]));
const nowOf = new Map(Object.entries(review.was)); // how a relation was: the key of how it is now
const wasOf = new Map([...nowOf].map(([was, now]) => [now, was]));
const [stateByKey, stateById] = [review.lines, review.actors]
  .map((states) => new Map(Object.entries(states).flatMap(([name, keys]) => keys.map((key) => [key, name]))));

const stateOf = ({ key }) => stateByKey.get(nowOf.get(key) ?? key) ?? "kept";
const stateOfActor = (id) => stateById.get(id) ?? "kept";
const statesThere = new Set([...whole.relations.map(stateOf), ...[...whole.actors.keys()].map(stateOfActor)]);

// The steps of the list: what it means, then each change, by its class.
const changes = review.changes.map((row) => record(review.change, row)).map((change) => ({ ...change, relations: change.what === "relation" ? [change.key] : [], actors: change.what === "actor" ? [change.key] : [] }));
const meanings = review.consequences.map((one) => {
  const causes = one.causes.map((at) => changes[at]);
  return { ...one, causes, what: "meaning", relations: causes.flatMap((cause) => cause.relations), actors: [...new Set([...one.actors, ...causes.flatMap((cause) => cause.actors)])] };
});
const steps = [...meanings, ...changes];
const stepOf = new Map(steps.map((step, at) => [step, at + 1])); // counted from 1, as people and addresses do

// Who has a part in a change is never folded into a group, and is what a small screen opens on.
const partsIn = new Map();
for (const relation of whole.relations) {
  if (stateOf(relation) === "kept") continue;
  for (const id of [relation.source, relation.target]) partsIn.set(id, (partsIn.get(id) ?? 0) + 1);
}
for (const id of stateById.keys()) partsIn.set(id, (partsIn.get(id) ?? 0) + 1);

const ON_SIDE = {
  before: (name, key) => nowOf.has(key) || (!wasOf.has(key) && ["kept", "removed", "changed"].includes(name)),
  both: (name, key) => !nowOf.has(key),
  after: (name, key) => !nowOf.has(key) && ["kept", "added", "changed"].includes(name),
};

function setSide(side_) {
  if (state.side === side_) return;
  const there = ON_SIDE[side_];
  state.side = side_;
  relations.length = 0;
  for (const one of whole.relations) if (there(stateOf(one), one.key)) relations.push(one);
  actors.clear();
  for (const [id, actor] of whole.actors) {
    if (there(stateOfActor(id), "")) actors.set(id, (side_ === "before" && former.get(id)) || actor);
  }
  facts.counts = { before: review.sides[0].counts, both: whole.counts, after: review.sides[1].counts }[side_];
  gather();
}

// What is selected stays so where the other side has it, or as the other side has it.
function showSide(side_) {
  const { relation, change, ...rest } = state;
  setSide(side_);
  const same = [relation, wasOf.get(relation), nowOf.get(relation)].find((key) => relationByKey.has(key));
  choose({ ...rest, relation: same, change });
  render();
}

const hereAs = (key) => relationByKey.get(key) ?? relationByKey.get(wasOf.get(key)) ?? relationByKey.get(nowOf.get(key));
const isHere = (step) => step.relations.every(hereAs) && step.actors.every((id) => actors.has(id));

// A claim of the other side is shown on both.
function bringIn({ actor, relation, change }) {
  const lost = (actor && !actors.has(actor)) || (relation && !relationByKey.has(relation)) || (change && steps[change - 1] && !isHere(steps[change - 1]));
  if (lost) setSide("both");
}

function stepFocus() {
  const step = steps[state.change - 1];
  const list = step.relations.map(hereAs);
  if (step.what === "source" && sourceById.has(step.key)) {
    const { asserted, denied } = restsOn.get(sourceById.get(step.key));
    list.push(...asserted, ...denied);
  }
  if (step.what === "relation_type") list.push(...relations.filter((one) => one.type.name === step.key));
  return [list.filter((one) => one?.drawn), step.actors];
}

// Whom a view of one actor turns to: the one a step is told of.
function stepCentre() {
  const step = steps[state.change - 1];
  const ends = step.relations.map(hereAs).flatMap(({ source, target }) => [source, target]);
  return [...(step.what === "meaning" ? [] : [state.centre]), ...step.actors, ...ends].find((id) => actors.has(id) && (id !== state.centre || ends.includes(id)));
}

// Goes on from the step, or from where what is selected stands in the list.
function stepBy(way) {
  const at = state.change ?? stepOf.get(changeOf(state.relation ?? state.actor ?? state.source)) ?? (way > 0 ? 0 : steps.length + 1);
  const next = Math.min(steps.length, Math.max(1, at + way));
  if (next !== state.change && steps.length) select({ change: next });
  if (state.change) say(`${state.change} of ${steps.length}: ${stepWords(steps[state.change - 1])}`);
}

const changeByKey = new Map(changes.map((change) => [change.key, change]));
const changeOf = (key) => changeByKey.get(nowOf.get(key) ?? key);

function turnList(open = !state.listing) {
  state.listing = open;
  render();
  resized(() => state.view ?? fit());
}

function startSides() {
  const one = (name, place) => make("label", { title: place === undefined ? "" : review.sides[place].title },
    make("input", { type: "radio", name: "side", id: `side-${name}`, onchange: () => showSide(name) }), make("span", {}, SIDES[name]));
  byId("stage").append(make("div", { id: "sides", role: "radiogroup", "aria-label": "Version shown (x)" }, one("before", 0), one("both"), one("after", 1)));
  byId("fit").before(make("button", { type: "button", id: "changes", title: "What changed, step by step (n, p)", onclick: () => (selectionPart() ? select({}) : turnList()) }, "Changes"));
  byId("time").hidden = review.timeless;
  for (const [id, actor] of former) {
    const name = { name: actor.name, plain: fold(actor.name), tails: tails(actor.name) };
    if (actor.name !== whole.actors.get(id).name) index.find((entry) => entry.actor.id === id).names.push(name);
  }
  panel.addEventListener("keydown", walkList);
}

// "2021-07 (before) or 2021-09 (after)"
function datesWords() {
  const told_ = review.sides.map(({ date }) => date || "any date");
  return state.side === "both" ? `${told_[0]} (before) or ${told_[1]} (after)` : told_[state.side === "before" ? 0 : 1];
}

const sidesInWords = () => review.sides.map(({ title, counts }, place) =>
  `${["Before", "After"][place]}${title && `: ${title}`}: ${many(counts.actors, "actor")}, ${many(counts.relations, "relation")}, ${many(counts.sources, "source")}.`);

function drawSides() {
  byId(`side-${state.side}`).checked = true;
  byId("changes").setAttribute("aria-pressed", String(!panel.hidden && panel.dataset.shows === "changes"));
}

diff = {
  facets: { change: stateOf },
  states: Object.keys(STATES).filter((name) => statesThere.has(name)),
  off: () => ({ change: new Set(whole.relations.length > WORTH_HIDING && statesThere.size > 1 ? ["kept"] : []) }),
  take: (wanted) => {
    setSide(Object.hasOwn(SIDES, wanted.get("side") ?? "") ? wanted.get("side") : "both");
    state.listing = wanted.get("list") !== "0";
    if (review.timeless) state.date = null;
  },
  viewPart: () => [state.side === "both" ? "" : `side=${state.side}`, state.listing ? "" : "list=0"].filter(Boolean).join("&"),
  isStep: (at) => Boolean(steps[at - 1]) && isHere(steps[at - 1]),
  bringIn,
  focus: stepFocus,
  centre: stepCentre,
  tellMore: stepBy,
  turnList,
  start: startSides,
  draw: drawSides,
  listing: () => (state.listing ? "changes" : ""),
  asked: () => [...partsIn.keys(), ...(state.change ? steps[state.change - 1].actors : [])],
  weight: (id) => (partsIn.get(id) ?? 0) * 1000,
  heft: (relation) => (stateOf(relation) === "kept" ? 1 : 50),
  hides: (id) => state.off.change.has(stateOfActor(id)),
  word: (relation) => (stateOf(relation) === "kept" ? "" : STATES[stateOf(relation)].toLowerCase()),
  wordOf: (id) => (stateOfActor(id) === "kept" ? "" : STATES[stateOfActor(id)].toLowerCase()),
  stateOf,
  columns: [["Change", (one) => STATES[stateOf(one)]]],
  cells: { change: stateOf },
  keys: { x: ["the map before, after, of both", () => showSide({ both: "before", before: "after", after: "both" }[state.side])] },
  rule: () => (review.timeless ? `relations that hold on at least one day of ${datesWords()}` : ""),
  heading: () => (state.side === "both" ? "Both" : `${SIDES[state.side]} (${review.sides[state.side === "before" ? 0 : 1].title})`.replace(" ()", "")) + (state.date ? `, ${spoken(state.date)}` : ""),
  sideWords: () => make("b", {}, state.side === "both" ? "Both: " : `${SIDES[state.side]}: `),
  foot: () => [...sidesInWords().map((line) => make("span", {}, line)), make("span", { class: "rule" }, `Rule: ${review.rule}.`),
    ...review.notes.map((line) => make("span", { class: "rule" }, `${line}.`))],
  sidesInWords,
  countWords: (count, name) => {
    const there = [...actors.values()].filter((actor) => stateOfActor(actor.id) === name && lives(actor)).length;
    return there ? `${count} · ${there}` : String(count);
  },
};
