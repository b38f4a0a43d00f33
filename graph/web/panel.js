// The side panel: all that is known of one actor, of one relation, of one source, or between two.
const panel = byId("panel");
const SHEETS = ["peek", "half", "full"]; // how much of a small screen it takes

function drawPanel() {
  const now = selectionPart() || diff?.listing();
  const was = panel.dataset.shows ?? "";
  const top = was === now ? panel.scrollTop : 0;
  const inside = panel.contains(document.activeElement) ? document.activeElement : null;
  panel.hidden = !now;
  document.body.classList.toggle("with-panel", Boolean(now));
  panel.dataset.shows = now;
  panel.replaceChildren(...(now ? panelOf() : []));
  panel.scrollTop = top;
  if (inside && now) (refound(inside) ?? panel).focus({ preventScroll: true });
  else if (inside) stage.focus({ preventScroll: true });
  return was !== now;
}

// The control that stands where another stood before everything was drawn anew.
const refound = ({ id, dataset }) => (id && byId(id)) || (dataset.key ? [...panel.querySelectorAll("[data-key]")].find((one) => one.dataset.key === dataset.key) : null);

function panelOf() {
  if (diff && !selectionPart()) return diff.listPanel();
  if (state.change) return diff.stepPanel();
  if (state.other) return betweenPanel(actors.get(state.actor), actors.get(state.other));
  if (state.actor) return actorPanel(actors.get(state.actor));
  if (state.relation) return relationPanel(relationByKey.get(state.relation));
  return sourcePanel(sourceById.get(state.source));
}

function panelHead(title, what, then = () => select({})) {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)", onclick: then }, "✕");
  const copy = make("button", { type: "button", id: "panel-link", class: "close copy", "aria-label": `Copy the link to this ${what}`, title: "Copy link", onclick: copyLink }, "Link");
  const size = make("button", { type: "button", id: "sheet", class: "sheet", "aria-label": "More or less of the details", onclick: turnSheet });
  return make("header", {}, size, title, copy, close);
}

function turnSheet() {
  const at = SHEETS.indexOf(document.body.dataset.sheet);
  document.body.dataset.sheet = SHEETS[(at + 1) % SHEETS.length];
  resized(() => fit(state.centre ? undefined : litIds()));
}

const section = (title, ...content) => make("section", {}, make("h3", {}, title), ...content);

// A real link: it can be copied, opened beside, and stands for the view with this selected.
function go(target, attributes, ...children) {
  const onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!getSelection()?.toString() || event.detail === 0) select(target);
  };
  return make("a", { href: addressOf(target), ...attributes, onclick }, ...children);
}

const actorLink = (id, attributes = { class: "actor" }) =>
  (actors.has(id) ? go({ actor: id }, attributes, `${glyphOf(actors.get(id).kind)} `, bdi(nameOf(id))) : make("span", {}, bdi(nameOf(id))));

function lifeText(actor) {
  if (!actor.from && !actor.to) return "";
  if (!actor.to) return `since ${actor.from}`;
  return `${actor.from ?? "?"} - ${actor.to === "unknown" ? "?" : actor.to}`;
}

function identifier([scheme, given]) {
  const { id, match } = typeof given === "object" ? given : { id: given }; // a text has a match() of its own
  const text = `${scheme} ${id}${match ? ` (${match} match)` : ""}`;
  return scheme === "wikidata" && /^Q\d+$/.test(id) ? link(`https://www.wikidata.org/wiki/${id}`, text) : make("span", {}, text);
}

function actorPanel(actor) {
  const list_ = relationsOf.get(actor.id);
  const now = list_.filter(shown).length;
  return [
    panelHead(make("h2", {}, bdi(actor.name)), "actor"),
    make("p", { class: "kindline" }, `${glyphOf(actor.kind)} ${words(actor.kind)}`, lifeText(actor) && ` · ${lifeText(actor)}`),
    names(actor),
    actor.summary && make("p", { class: "summary" }, bdi(actor.summary)),
    ...(diff?.aboutActor(actor) ?? []),
    actor.areas && make("p", { class: "by" }, `Areas: ${actor.areas.join(", ")}`),
    actor.ids && make("p", { class: "by ids" }, Object.entries(actor.ids).map(identifier)),
    stepChoice(actor),
    section(`Relations: ${now} of ${list_.length} · ${spoken(state.date)}`, list_.length ? make("ol", { class: "relations" }, ordered(list_).map((relation) =>
      make("li", {}, relationRow(relation, actor.id)))) : make("p", { class: "note" }, "None is recorded.")),
    actor.sources && make("details", {},
      make("summary", {}, `Sources on this actor (${distinct(citations(actor.sources))})`), citationList(citations(actor.sources))),
  ].filter(Boolean);
}

const ordered = (list_) => [...list_].sort(inTime);

function names(actor) {
  const all = [...(actor.aliases ?? []), ...(actor.ambiguous_aliases ?? [])];
  if (!all.length) return null;
  const chip = (text) => make("li", { dir: "auto" }, text);
  const most = 6;
  if (all.length <= most + 1) return make("ul", { class: "names" }, all.map(chip));
  const more = make("button", { type: "button", class: "more", "aria-label": `${all.length - most} more names` }, `+${all.length - most}`);
  const list_ = make("ul", { class: "names" }, all.slice(0, most).map(chip), make("li", { class: "bare" }, more));
  more.addEventListener("click", () => list_.replaceChildren(...all.map(chip)));
  return list_;
}

const choice = (id, label, on, then, title) => make("button", { type: "button", id, title, "aria-pressed": String(on), onclick: then }, label);

function setSteps(steps) {
  if (!state.actor || state.other) return;
  state.steps = steps;
  render();
  show(litIds());
}

function setWay(way) {
  if (!state.actor || state.other) return;
  state.way = way;
  render();
  show(litIds());
}

function turnAlone() {
  state.alone = !state.alone;
  render();
  if (scene.lit) show(litIds());
}

const aloneChoice = () => choice("alone", "Hide the rest", state.alone, turnAlone, "Hide instead of dim (h)");

function stepChoice(actor) {
  const held = scene.counts.get(actor.id);
  const foldable = state.folding && (held || state.open.has(actor.id));
  return make("div", { class: "choices" },
    make("p", { role: "group", "aria-label": "Steps that stand out" }, make("span", {}, "Steps"), ...[1, 2, 3].map((steps) =>
      choice(`steps-${steps}`, String(steps), state.steps === steps, () => setSteps(steps), `Neighbours within ${steps} (${steps})`))),
    make("p", { role: "group", "aria-label": "Direction" },
      choice("way-both", "Both", state.way === "both", () => setWay("both"), "Both directions (b)"),
      choice("way-out", "Out", state.way === "out", () => setWay("out"), "What it does to others (o)"),
      choice("way-in", "In", state.way === "in", () => setWay("in"), "What others do to it (i)")),
    make("p", {}, aloneChoice(),
      choice("second", "Between …", false, askSecond, "What is between this actor and another (v)"),
      foldable ? choice("unfold", held ? `Unfold ${many(held, "person")}` : "Fold persons", false, () => turnFold(actor.id)) : "",
      state.centre ? choice("whole", "Whole map", false, () => turnEgo(null), "Leave the view of one actor") : ""));
}

function relationRow(relation, id, both = false) {
  const there = other(relation, id);
  const off = shown(relation) ? "" : " off";
  const mark = markOf(relation);
  return go({ relation: relation.key }, { class: `relation${off}`, "data-key": relation.key },
    diff?.swatchOf(relation) ?? swatch(relation.sign, !relation.mutual, relation.count ? (relation.confidence === "low" ? "5 3" : "") : "1.5 3", lineWidth(Math.min(3, relation.independent))),
    make("span", { class: "what" }, ...(both ? [make("b", {}, bdi(nameOf(id))), " "] : []), `${verb(relation, id)} `, make("b", {}, bdi(nameOf(there)))),
    make("span", { class: "time" }, relation.time),
    make("span", { class: "evidence" }, mark && make("b", { class: "sign" }, mark), ` ${evidence(relation)}`));
}

const polarity = (relation) => SIGNS.find(([value]) => value === String(relation.sign))[1];

function relationPanel(relation) {
  const also = (relationsOf.get(relation.source) ?? []).filter((one) => one !== relation && other(one, relation.source) === relation.target);
  const title = make("h2", { class: "sentence", "aria-label": sentence(relation) },
    actorLink(relation.source), make("span", { class: signName(relation.sign) }, relation.type.label), actorLink(relation.target));
  const voices = relation.count > relation.independent ? `, ${relation.independent} independent` : "";
  return [
    panelHead(title, "relation"),
    when(relation),
    ...(diff?.aboutRelation(relation) ?? []),
    make("dl", {}, fact("Polarity", `${polarity(relation).toLowerCase()}, ${relation.mutual ? "mutual" : "directed"}`),
      fact("Confidence", relation.confidence ?? "not assessed"),
      relation.type.description && fact("Means", relation.type.description)),
    relation.ambivalent && make("p", { class: "note" }, make("b", { class: "sign" }, "±"), " The sources report both friendship and hostility between the two at this time."),
    relation.summary && make("p", { class: "summary" }, bdi(relation.summary)),
    section(`Asserted by (${relation.count}${voices})`, relation.count ? citationList(relation.sources) : make("p", { class: "note" }, "No source is recorded for this.")),
    relation.disputed.length ? section(`Disputed by (${distinct(relation.disputed)})`, citationList(relation.disputed)) : null,
    ...(diff?.evidenceBefore(relation) ?? []),
    also.length ? section("Also between the two", make("ol", { class: "relations" }, ordered(also).map((one) => make("li", {}, relationRow(one, relation.source))))) : null,
  ].filter(Boolean);
}

const fact = (name, text) => [make("dt", {}, name), make("dd", {}, text)];

function when(relation) {
  const never = !relation.span && !relation.undated;
  const reason = never ? "outside the life of its actors" : shown(relation) ? "" : holds(relation) ? "hidden by a filter" : `not at ${spoken(state.date)}`;
  return make("p", { class: "when" }, make("b", {}, relation.time), reason && make("span", { class: "note" }, ` ${reason}`));
}
