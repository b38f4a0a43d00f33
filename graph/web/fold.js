// Persons stand in the box of their group until a click unfolds it: the map of many actors is read
// by its groups first. Nothing else on the page folds: not the table, not a panel, not a download.
const persons = [...actors.values()].filter((actor) => actor.kind === "person");
const manyPersons = actors.size > 60 && persons.length * 4 > actors.size;

function belongs(relation, id) {
  const group = actors.get(other(relation, id));
  return relation.type.family === "hierarchy" && relation.sign > 0 && group && group.kind !== "person";
}

// The group that a person belongs to at the date, the last one joined; null where the data names none.
function homeOf(person) {
  const ties = relationsOf.get(person.id).filter((one) => belongs(one, person.id) && holds(one));
  return ties.length ? other(ties.at(-1), person.id) : null;
}

// Who is asked for by name is never folded; nor are those around a person who is.
function asked() {
  const wanted = new Set([state.actor, state.other, state.centre, ...storyIds(), ...(diff?.asked() ?? [])]);
  const relation = relationByKey.get(state.relation);
  if (relation) wanted.add(relation.source).add(relation.target);
  if (actors.get(state.actor)?.kind === "person") {
    for (const one of relationsOf.get(state.actor).filter(shown)) wanted.add(other(one, state.actor));
  }
  if (state.other) for (const id of betweenIds()) wanted.add(id);
  if (state.source) {
    const { asserted, denied } = restsOn.get(sourceById.get(state.source));
    for (const one of [...asserted, ...denied]) wanted.add(one.source).add(one.target);
  }
  return wanted;
}

// A Map of the persons that are not drawn now to their group, or to null: nobody's, and without a
// relation that is shown.
function foldedPersons() {
  const folded = new Map();
  if (!state.folding) return folded;
  const wanted = asked();
  for (const person of persons) {
    if (wanted.has(person.id) || !actors.has(person.id)) continue;
    const home = homeOf(person);
    const idle = !relationsOf.get(person.id).some(shown);
    if (home === null ? idle : !state.open.has(home) && !state.off.kind.has(actors.get(home).kind)) folded.set(person.id, home);
  }
  return folded;
}

// How many persons each group holds back now: a Map of id to count.
function foldedIn(folded) {
  const counts = new Map();
  for (const [id, home] of folded) {
    if (home && lives(actors.get(id)) && !state.off.kind.has("person")) counts.set(home, (counts.get(home) ?? 0) + 1);
  }
  return counts;
}

function turnFold(group) {
  state.open[state.open.has(group) ? "delete" : "add"](group);
  render();
}

function turnFolding(folding = !state.folding) {
  state.folding = folding;
  state.open.clear();
  render();
}
