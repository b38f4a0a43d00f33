// The story, where the data brings one: steps of { text, focus, date, relations }.
const story = (facts.story ?? []).map((step) => ({ ...step, focus: step.focus ?? [], relations: step.relations ?? [] }));

const stepNow = () => (state.story === null ? null : story[state.story]);

function storyIds() {
  const step = stepNow();
  if (!step || state.actor || state.relation || state.source) return [];
  const ends = storyRelations(step).flatMap((one) => [one.source, one.target]);
  return [...step.focus, ...ends].filter((id) => actors.has(id));
}

const storyRelations = (step) => step.relations.map((key) => relationByKey.get(key)).filter(Boolean);

function storyFocus() {
  return { nodes: new Map(storyIds().map((id) => [id, 1])), edges: new Set(storyRelations(stepNow()).filter((one) => one.drawn).map((one) => one.key)) };
}

// Goes to a step; null leaves the story, at the date where it stands.
function tell(place) {
  if (!story.length || (place !== null && !story[place])) return;
  const was = panel.hidden;
  state.story = place;
  state.view = null;
  choose({});
  const when_ = place === null ? null : story[place].date;
  if (when_) state.date = period(when_) ?? state.date;
  render();
  const move = () => (place === null ? fit() : show(litIds()));
  if (was !== panel.hidden) resized(move);
  else move();
}

function tellMore(way) {
  if (story.length) tell(state.story === null ? (way > 0 ? 0 : story.length - 1) : Math.min(story.length - 1, Math.max(0, state.story + way)));
}

function startStory() {
  byId("tale").hidden = !story.length;
  byId("tale").addEventListener("click", () => tell(state.story === null ? 0 : null));
}

let lastStep = null;

// True when it turned to another step, which is one in the browser's history.
function drawStory() {
  const box = byId("story");
  const step = stepNow();
  const inside = box.contains(document.activeElement) ? document.activeElement.id : null;
  box.hidden = !step;
  byId("tale").setAttribute("aria-pressed", String(Boolean(step)));
  box.replaceChildren(...(step ? storyParts(step) : []));
  if (inside) byId(inside)?.focus();
  const turned = lastStep !== state.story;
  lastStep = state.story;
  return turned;
}

function storyParts(step) {
  const backing = storyRelations(step);
  const turnTo = (id, label, way, off) => make("button", { type: "button", id, disabled: off, onclick: () => tellMore(way) }, label);
  return [
    make("p", { class: "tale", dir: "auto" }, step.text),
    backing.length ? make("details", {}, make("summary", {}, `Rests on ${many(backing.length, "relation")}`),
      make("ol", { class: "relations" }, backing.map((one) => make("li", {}, relationRow(one, one.source, true))))) : "",
    make("p", { class: "turn-page" },
      turnTo("previous", "‹ Previous", -1, state.story === 0),
      make("span", {}, `${state.story + 1} of ${story.length}${step.date ? ` · ${spoken(state.date)}` : ""}`),
      turnTo("next", "Next ›", 1, state.story === story.length - 1),
      make("button", { type: "button", id: "leave", onclick: () => tell(null) }, "Close")),
  ];
}
