// The side panel: all that is known of one actor, or of one relation.
const panel = byId("panel");

function drawPanel() {
  const open = Boolean(state.actor || state.relation);
  const was = panel.dataset.shows ?? "";
  const now = state.actor ? `actor ${state.actor}` : state.relation ? `relation ${state.relation}` : "";
  const top = was === now ? panel.scrollTop : 0;
  panel.hidden = !open;
  document.body.classList.toggle("with-panel", open);
  panel.dataset.shows = now;
  if (!open) panel.replaceChildren();
  else panel.replaceChildren(...(state.actor ? actorPanel(actors.get(state.actor)) : relationPanel(relationByKey.get(state.relation))));
  panel.scrollTop = top;
  return was !== now;
}

const closeButton = () =>
  make("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)", onclick: () => select({}) }, "✕");
const section = (title, ...content) => make("section", {}, make("h3", {}, title), ...content);

function lifeText(actor) {
  if (!actor.from && !actor.to) return "";
  if (!actor.to) return `since ${actor.from}`;
  return `${actor.from ?? "?"} - ${actor.to === "unknown" ? "?" : actor.to}`;
}

function identifier([scheme, given]) {
  return given.match ? `${scheme} ${given.id} (${given.match} match)` : `${scheme} ${given}`;
}

function actorPanel(actor) {
  const list = relationsOf.get(actor.id);
  const now = list.filter(shown).length;
  return [
    make("header", {}, make("h2", {}, actor.name), closeButton()),
    make("p", { class: "kindline" }, `${glyphOf(actor.kind)} ${words(actor.kind)}`, lifeText(actor) && ` · ${lifeText(actor)}`),
    names(actor),
    actor.summary && make("p", { class: "summary" }, actor.summary),
    actor.areas && make("p", { class: "by" }, `Areas: ${actor.areas.join(", ")}`),
    actor.ids && make("p", { class: "by" }, Object.entries(actor.ids).map(identifier).join(" · ")),
    stepChoice(),
    section(`Relations: ${now} of ${list.length} · ${spoken(state.date)}`,
      make("ol", { class: "relations" }, list.map((relation) => make("li", {}, relationRow(relation, actor.id))))),
    actor.sources && make("details", {},
      make("summary", {}, `Sources on this actor (${distinct(citations(actor.sources))})`), citationList(citations(actor.sources))),
  ].filter(Boolean);
}

function names(actor) {
  const all = [...(actor.aliases ?? []), ...(actor.ambiguous_aliases ?? [])];
  if (!all.length) return null;
  const chip = (text) => make("li", { dir: "auto" }, text);
  const most = 6;
  if (all.length <= most + 1) return make("ul", { class: "names" }, all.map(chip));
  const more = make("button", { type: "button", class: "more" }, `+${all.length - most}`);
  const list = make("ul", { class: "names" }, all.slice(0, most).map(chip), make("li", { class: "bare" }, more));
  more.addEventListener("click", () => list.replaceChildren(...all.map(chip)));
  return list;
}

function stepChoice() {
  const choice = (steps) => make("button", {
    type: "button", "aria-pressed": String(state.steps === steps), onclick: () => {
      state.steps = steps;
      render();
      show([...focus(new Set(visible())).nodes.keys()]);
    },
  }, String(steps));
  return make("p", { class: "steps", role: "group", "aria-label": "Steps that stand out" }, "Neighbours within ", [1, 2, 3].map(choice), " steps");
}

function relationRow(relation, id) {
  const there = other(relation, id);
  const off = shown(relation) ? "" : " off";
  return make("button", { type: "button", class: `relation${off}`, "data-key": relation.key, onclick: () => select({ relation: relation.key }) },
    swatch(relation.sign, !relation.mutual, relation.confidence === "low" ? "5 3" : ""),
    make("span", { class: "what" }, `${verb(relation, id)} `, make("b", {}, nameOf(there))),
    make("span", { class: "time" }, relation.time),
    make("span", { class: "evidence" }, markOf(relation) && make("b", { class: "sign" }, markOf(relation)), ` ${evidence(relation)}`));
}

function relationPanel(relation) {
  const actorButton = (id) => make("button", { type: "button", class: "actor", onclick: () => select({ actor: id }) },
    `${glyphOf(actors.get(id)?.kind)} ${nameOf(id)}`);
  const also = (relationsOf.get(relation.source) ?? []).filter((one) => one !== relation && other(one, relation.source) === relation.target);
  return [
    make("header", {}, make("h2", { class: "sentence", "aria-label": sentence(relation) },
      actorButton(relation.source), make("span", { class: signName(relation.sign) }, relation.type.label), actorButton(relation.target)), closeButton()),
    when(relation),
    make("dl", {}, fact("Polarity", `${SIGNS.find(([sign]) => sign === relation.sign)[1].toLowerCase()}, ${relation.mutual ? "mutual" : "directed"}`),
      fact("Confidence", relation.confidence ?? "not assessed"),
      relation.type.description && fact("Means", relation.type.description)),
    relation.ambivalent && make("p", { class: "note" }, make("b", { class: "sign" }, "±"), " The sources report both friendship and hostility between the two at this time."),
    relation.summary && make("p", { class: "summary" }, relation.summary),
    section(`Asserted by (${relation.count})`, relation.count ? citationList(relation.sources) : make("p", { class: "note" }, "No source is recorded for this.")),
    relation.disputed.length ? section(`Disputed by (${distinct(relation.disputed)})`, citationList(relation.disputed)) : null,
    also.length ? section("Also between the two", make("ol", { class: "relations" }, also.map((one) => make("li", {}, relationRow(one, relation.source))))) : null,
  ].filter(Boolean);
}

const signName = (sign) => ({ "-1": "hostile", 0: "neutral", 1: "friendly" })[sign];
const fact = (name, text) => [make("dt", {}, name), make("dd", {}, text)];

function when(relation) {
  const never = !relation.span && !relation.undated;
  const reason = never ? "outside the life of its actors" : shown(relation) ? "" : holds(relation) ? "hidden by a filter" : `not at ${spoken(state.date)}`;
  return make("p", { class: "when" }, make("b", {}, relation.time), reason && make("span", { class: "note" }, ` ${reason}`));
}
