// What the page says about itself: how much is shown, by which rule, and what is not.

// "relations that hold on at least one day of 2021-08; 38 undated shown: no"
function ruleWords() {
  if (diff?.rule()) return diff.rule();
  const rule = state.date ? facts.rule.replace("{date}", state.date.text) : "relations of all dates";
  const { undated } = facts.counts;
  return `${rule}; ${undated} undated${undated ? ` shown: ${state.undated ? "yes" : "no"}` : ""}`;
}

const action = (label, then) => make("button", { type: "button", onclick: then }, label);

function drawStatus() {
  const ends = new Set([...scene.nodes.keys()].filter((id) => scene.busy.has(id)));
  const alone = scene.nodes.size - ends.size;
  const lines = [...scene.lines.keys()].filter(shown).length;
  const inside = ([id, home]) => scene.nodes.has(home) && lives(actors.get(id)) && !state.off.kind.has("person");
  const folded = [...scene.folded].filter(inside).length;
  const all = relations.filter((one) => one.drawn && shown(one)).length;
  const parts = [many(ends.size, "actor") + (alone ? ` with relations, ${alone} without` : ""), many(lines, "relation")];
  const more = [];
  if (!all && relations.some((one) => one.drawn && holds(one))) more.push(": all hidden by the filters - ", action("reset", resetFilters));
  if (folded) more.push(` · ${many(folded, "person")} inside their groups - `, action("unfold", () => turnFolding(false)));
  if (state.centre) more.push(...egoWords(all - lines));
  else if (coarse) more.push(" · ends and dashes on what is selected");
  byId("status").replaceChildren(diff?.sideWords() ?? "", make("b", {}, parts.join(", ")), ...more, make("span", {}, ` · ${ruleWords()}`));
}

function egoWords(missing) {
  const left = scene.left ? `, ${many(scene.left, "neighbour")} not drawn` : "";
  const rest = missing > 0 ? `, ${many(missing, "relation")} not drawn` : "";
  const whole = tooMuch() ? " - filter or choose another actor, or " : " - ";
  return [` · around ${nameOf(state.centre)} only${left}${rest}${whole}`, action("whole map", () => turnEgo(null))];
}

function drawFoot() {
  const { counts, version } = facts;
  byId("shown").textContent = shownWords();
  byId("foot").replaceChildren(
    ...(diff?.foot() ?? [make("span", {}, dataWords(counts))]),
    make("span", {}, `whowhom ${version}`));
}

// "Aug 2021: relations that hold ...; without Hostile": what is looked at, in one line.
const shownWords = () => [`${diff?.heading() ?? spoken(state.date)}: ${ruleWords()}`, filterWords()].filter(Boolean).join("; ");

const dataWords = (counts) => `Data: ${many(counts.actors, "actor")}, ${many(counts.relations, "relation")}, ${many(counts.sources, "source")}; ` +
  `${counts.undated} undated, ${counts.never ? `${counts.never} outside the lives of its actors, ` : ""}` +
  `${counts.unsourced} unsourced, ${counts.disputed} disputed.`;
