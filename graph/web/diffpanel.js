// What changed, as a list and step by step: what it means, then every change with what was said
// before and what is said now.
const MOST_LISTED = 200; // of one class, until the reader asks for all
const listedWhole = new Set(); // classes
const PROSE = new Set(["name", "summary", "title", "label", "inverse", "description"]); // the words that differ are marked
const KIND_WORDS = { relation_type: "relation type" };

function walkList(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...panel.querySelectorAll(".step")];
  const at = links.indexOf(document.activeElement);
  if (!way || at < 0) return;
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, at + way))].focus();
}

const titleOf = (step) => {
  if (step.what === "relation") return sentence(everyByKey.get(step.key));
  if (step.what === "actor") return (actors.get(step.key) ?? whole.actors.get(step.key)).name;
  return step.title ?? sourceById.get(step.key).title;
};

// "added: A fights B", "A gains an opponent."
const stepWords = (step) => step.text ?? `${stateWord(step)}: ${titleOf(step)}`;
// What became of an entry; an event does not begin or end, wherever it is drawn.
const became = (step) => (step.class === "happened" || (review.reported && step.what === "relation") ? review.classes[step.class] : STATES[step.state]);
const stateWord = (step) => became(step).toLowerCase();

function listPanel() {
  const parts = [panelHead(make("h2", {}, "What changed"), "list", () => turnList(false)), make("p", { class: "kindline" }, totalWords()), sidesLine()];
  if (!steps.length) return [...parts, make("p", { class: "note" }, "The two say the same: there is no difference in meaning.")];
  if (meanings.length) parts.push(listSection("meanings", `What it means (${meanings.length})`, meanings, meaningRow));
  for (const [name, label] of Object.entries(review.classes)) {
    const mine = changes.filter((change) => change.class === name);
    if (mine.length) parts.push(listSection(name, `${label} (${sizeOf(name, mine)})`, mine, changeRow));
  }
  return [...parts, make("p", { class: "note" }, `Rule: ${review.rule}.`)];
}

// What turned are pairs, of which several relations change.
function sizeOf(name, mine) {
  if (name !== "turned") return String(mine.length);
  return many(new Set(mine.map(({ key }) => [everyByKey.get(key).source, everyByKey.get(key).target].sort().join(" "))).size, "pair");
}

// "54 relations added, 9 removed; 1 actor added"
function totalWords() {
  if (review.reported) {
    return Object.entries(review.classes).map(([name, label]) => [name, label, changes.filter((one) => one.class === name)])
      .filter(([, , mine]) => mine.length).map(([name, label, mine]) => `${sizeOf(name, mine)} ${label.toLowerCase()}`).join(", ");
  }
  const parts = ["relation", "actor", "source", "relation_type"].map((what) => {
    const words_ = changes.filter((one) => one.what === what).map(stateWord);
    const kinds = [...["added", "removed", "changed", "passed"].map((state_) => stateWord({ state: state_ })), "happened between"].filter((word) => words_.includes(word));
    return kinds.map((word, at) => [words_.filter((one) => one === word).length, word, at])
      .map(([count, word, at]) => `${at ? count : many(count, KIND_WORDS[what] ?? what)} ${word}`).join(", ");
  });
  return parts.filter(Boolean).join("; ");
}

function sidesLine() {
  const [old, now] = review.sides;
  return make("p", { class: "by" }, bdi(old.title), " → ", bdi(now.title));
}

function listSection(name, label, mine, rowOf_) {
  const cut = listedWhole.has(name) ? mine : mine.slice(0, MOST_LISTED);
  const all = () => {
    listedWhole.add(name);
    drawPanel();
  };
  return section(label, make("ol", { class: "relations" }, cut.map((step) => make("li", {}, rowOf_(step)))),
    cut.length < mine.length ? make("button", { type: "button", class: "all", id: `all-${name}`, onclick: all }, `The first ${MOST_LISTED}; show all ${mine.length}`) : "");
}

const stepLink = (step, classes, ...children) => go({ change: stepOf.get(step) }, { class: `step ${classes}`, "data-key": `step-${stepOf.get(step)}` }, ...children);

const meaningRow = (step) => stepLink(step, "meaning", bdi(step.text));

function changeRow(step) {
  const relation = everyByKey.get(step.key);
  const of = step.what === "relation";
  const fields_ = step.fields.map(([name]) => words(name)).join(", ");
  const off = of && !shown(relation) ? " off" : "";
  return stepLink(step, `relation${off}`, changeSwatch(step.state, of ? relation : undefined),
    make("span", { class: "what" }, ...(of ? sentenceParts(relation) : [`${KIND_WORDS[step.what] ?? step.what} `, make("b", {}, bdi(titleOf(step)))])),
    make("span", { class: "evidence" }, [[stateWord(step), fields_].filter(Boolean).join(": "), of && relation.time].filter(Boolean).join(" · ")));
}

// The claim, actor or source of a step as it stands, headed by the way to the next.
function stepPanel() {
  const step = steps[state.change - 1];
  const [head, ...rest] = stepParts(step);
  return [head, stepBar(), ...rest];
}

function stepParts(step) {
  if (step.what === "relation") return relationPanel(hereAs(step.key));
  if (step.what === "actor") return actorPanel(actors.get(step.key));
  if (step.what === "meaning") return meaningPanel(step);
  const [head, ...rest] = step.what === "source" && sourceById.has(step.key) ? sourcePanel(sourceById.get(step.key)) : [panelHead(make("h2", {}, bdi(titleOf(step))), "step")];
  return [head, ...changeParts(step), ...rest];
}

function stepBar() {
  const turn_ = (id, label, way, off) => make("button", { type: "button", id, disabled: off, onclick: () => stepBy(way) }, label);
  return make("p", { class: "turn-page" },
    turn_("step-back", "‹ Previous", -1, state.change === 1),
    make("span", {}, `${state.change} of ${steps.length}`),
    turn_("step-on", "Next ›", 1, state.change === steps.length),
    make("button", { type: "button", id: "step-list", onclick: () => openList() }, "List"));
}

function openList() {
  state.listing = true;
  select({});
}

function meaningPanel(step) {
  return [
    panelHead(make("h2", { class: "told" }, bdi(step.text)), "step"),
    step.actors.length ? make("ul", { class: "names" }, step.actors.filter((id) => actors.has(id)).map((id) => make("li", {}, actorLink(id)))) : null,
    section(`Because of (${step.causes.length})`, make("ol", { class: "relations" }, step.causes.map((cause) => make("li", {}, changeRow(cause))))),
  ].filter(Boolean);
}

// What became of an entry, and each field that differs: before on the left, after on the right.
function changeParts(step) {
  if (!step) return [];
  const mark = make("p", { class: "became" }, changeSwatch(step.state), make("b", {}, became(step)), make("span", {}, [became(step) === review.classes[step.class] ? "" : `· ${review.classes[step.class].toLowerCase()}`, step.why && `· ${step.why}`].filter(Boolean).join(" ")));
  if (!step.fields.length) return [mark];
  const texts = (name, list, [other_]) => (list.length ? list.map((text_) => make("span", { dir: "auto" }, ...(PROSE.has(name) && other_ ? parted(text_, other_) : [text_]))) : make("i", {}, "nothing"));
  return [mark, make("table", { class: "fields" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Before"), make("th", { scope: "col" }, "After"))),
    ...fieldsOf(step).map(([name, was, now]) => make("tbody", {},
      make("tr", {}, make("th", { colspan: 2, scope: "rowgroup" }, words(name))),
      make("tr", {}, make("td", {}, texts(name, was, now)), make("td", {}, texts(name, now, was))))))];
}

// [name, what only the older version says, what only the newer]; of records that the page holds, it
// is given the name alone.
function fieldsOf({ what, key, fields: given = [] }) {
  const records = what === "relation" ? [everyByKey.get(wasOf.get(key)), everyByKey.get(key)] : [former.get(key), whole.actors.get(key)];
  return given.map(([name, ...texts]) => {
    if (texts.length) return [name, ...texts];
    const [was, now] = records.map((one) => textsOf(one, name));
    return [name, less(was, now), less(now, was)];
  });
}

// A text with what differs from another marked: all between the words that both begin and end with.
function parted(text_, other_) {
  const [mine, theirs] = [text_, other_].map((one) => one.split(/(?<=\s)/));
  const most = Math.min(mine.length, theirs.length);
  let [head, tail] = [0, 0];
  while (head < most && mine[head] === theirs[head]) head += 1;
  while (tail < most - head && mine.at(-1 - tail) === theirs.at(-1 - tail)) tail += 1;
  if (!head && !tail) return [text_];
  const middle = mine.slice(head, mine.length - tail).join("");
  return [mine.slice(0, head).join(""), middle && make("mark", {}, middle), mine.slice(mine.length - tail).join("")];
}

function textsOf(one, name) {
  const citation = ({ source, locator, summary }) => [source.title, locator, summary].filter(Boolean).join(": ");
  if (name === "sources") return citations(one.key ? [] : one.sources).concat(one.key ? one.sources : []).map(citation);
  if (name === "disputed_by") return one.disputed.map(citation);
  if (name === "ambivalent") return [one.ambivalent ? "yes" : "no"];
  if (name === "type") return [one.type.label];
  if (name === "ids") return Object.entries(one.ids ?? {}).map((given) => identifier(given).textContent);
  const value = ["source", "target"].includes(name) ? nameOf(one[name]) : one[name];
  return [value ?? []].flat().map((text_) => (name === "kind" ? words(text_) : text_));
}

function less(some, others) {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

// The evidence of the older version, where it was another.
function evidenceBefore(relation) {
  const was = everyByKey.get(wasOf.get(relation.key));
  const same = (name) => JSON.stringify(was[name].map(({ source, ...rest }) => [source.id, rest])) === JSON.stringify(relation[name].map(({ source, ...rest }) => [source.id, rest]));
  return ["sources", "disputed"].filter((name) => was && !same(name) && was[name].length).map((name) => {
    const list = was[name];
    return make("details", { open: true }, make("summary", {}, `${name === "sources" ? "Asserted" : "Disputed"} before by (${distinct(list)})`), citationList(list));
  });
}

// On paper the list stands behind the table.
function paperList() {
  const item = (step) => make("li", {}, bdi(stepWords(step)), ...fieldsOf(step).map(([name, was, now]) => make("p", {}, `${words(name)}: ${was.join("; ") || "nothing"} → ${now.join("; ") || "nothing"}`)));
  return make("section", { id: "changes-on-paper" }, make("h2", {}, `What changed (${changes.length})`), sidesLine(), make("p", { class: "by" }, `Rule: ${review.rule}.`),
    ...(meanings.length ? [make("h3", {}, `What it means (${meanings.length})`), make("ol", {}, meanings.map(item))] : []),
    ...Object.entries(review.classes).flatMap(([name, label]) => {
      const mine = changes.filter((change) => change.class === name);
      return mine.length ? [make("h3", {}, `${label} (${sizeOf(name, mine)})`), make("ol", {}, mine.map(item))] : [];
    }));
}

Object.assign(diff, {
  listPanel,
  stepPanel,
  aboutRelation: (relation) => changeParts(changeOf(relation.key)),
  aboutActor: (actor) => changeParts(changeOf(actor.id)),
  evidenceBefore,
  paper: paperList,
});
