// The panel of two actors: all ties, then the shortest ways on which signs add up.
const WAYS = [
  [1, "Ways that make them partners", "no hostile tie on the way, or an even number"],
  [-1, "Ways that make them opponents", "an odd number of hostile ties on the way"],
  [0, "Ways that take no side", "a tie on the way is neutral"],
];

function betweenPanel(one, two) {
  const { own, near, paths } = betweenNow();
  const now = own.filter(shown).length;
  const title = make("h2", { class: "sentence", "aria-label": `Between ${one.name} and ${two.name}` },
    actorLink(one.id), make("span", { class: "neutral" }, "and"), actorLink(two.id));
  const none = !own.length && !bestPaths(paths).length;
  return [
    panelHead(title, "pair"),
    make("div", { class: "choices" }, make("p", {}, aloneChoice(), choice("second", "Another …", false, askSecond))),
    section(`Ties: ${now} of ${own.length} · ${spoken(state.date)}`, own.length
      ? make("ol", { class: "relations" }, ordered(own).map((relation) => make("li", {}, relationRow(relation, one.id))))
      : make("p", { class: "note" }, "No tie of their own is recorded.")),
    ...WAYS.map(([sign_, label, rule]) => waySection(near, paths[sign_], label, rule)),
    none ? make("p", { class: "note" }, `No way of up to ${LONGEST} ties leads from one to the other among what is shown.`)
      : make("p", { class: "note" }, "A way is a reading of signs, not a finding: the enemy of an enemy may be an enemy."),
  ].filter(Boolean);
}

function waySection(near, ways, label, rule) {
  if (!ways.length) return null;
  const cut = ways.length > MOST_PATHS ? make("p", { class: "note" }, `${MOST_PATHS} of ${ways.length}, those with the most relations.`) : "";
  const length = many(ways[0].path.length - 1, "tie");
  return section(`${label} (${ways.length})`, make("p", { class: "by" }, `${length} each; ${rule}`),
    make("ol", { class: "ways" }, ways.slice(0, MOST_PATHS).map((way) => wayItem(near, way))), cut);
}

function wayItem(near, { path, signs }) {
  const steps = path.slice(1).flatMap((id, at) => {
    const ties = near.get(path[at]).get(id).filter((tie) => tie.sign === signs[at]);
    const label = ties.length === 1 ? verb(ties[0], path[at]) : many(ties.length, "tie");
    return [go(ties.length === 1 ? { relation: ties[0].key } : { actor: path[at], other: id }, { class: `tie ${signName(signs[at])}` }, swatch(signs[at]), label), ...(at < path.length - 2 ? [actorLink(id)] : [])];
  });
  return make("li", {}, make("p", { class: "steps" }, make("span", {}, bdi(nameOf(path[0]))), ...steps, make("span", {}, bdi(nameOf(path.at(-1))))),
    make("p", { class: "by" }, `${nameOf(path.at(-1))}: ${reading(signs)}`));
}
