// What lies between two actors: their own ties, and the shortest ways with the reading of the signs.
// Two hostile ties in a row cancel out, as in the structural balance of Heider and of Harary.
const LONGEST = 4;
const MOST_PATHS = 12;
const MOST_STEPS = 200000; // of the search; a crowded graph must not stop the page

// Along a list of relations: a Map of id to a Map of neighbour to relations.
function adjacency(list) {
  const near = new Map();
  const add = (one, two, relation) => {
    if (!near.has(one)) near.set(one, new Map());
    const ties = near.get(one);
    ties.set(two, [...(ties.get(two) ?? []), relation]);
  };
  for (const relation of list) {
    add(relation.source, relation.target, relation);
    if (relation.source !== relation.target) add(relation.target, relation.source, relation);
  }
  return near;
}

// Steps to an actor from everybody, at most `most`.
function distances(near, to, most) {
  const found = new Map([[to, 0]]);
  let edge = [to];
  for (let step = 1; step <= most; step += 1) {
    edge = edge.flatMap((id) => [...(near.get(id)?.keys() ?? [])]).filter((id) => !found.has(id) && found.set(id, step));
  }
  return found;
}

// Every way of exactly so many steps that meets nobody twice.
function waysOf(near, from, to, length, left) {
  const ways = [];
  let steps = 0;
  const walk = (path) => {
    const here = path.at(-1);
    const rest = length - path.length + 1;
    if (rest === 0) return here === to && ways.push(path);
    for (const next of near.get(here)?.keys() ?? []) {
      if ((steps += 1) > MOST_STEPS) return undefined;
      const far = left.get(next);
      if (far === undefined || far > rest - 1 || path.includes(next)) continue;
      if (next === to && rest > 1) continue;
      if (path.length === 1 && next === to) continue; // their own ties are told apart
      walk([...path, next]);
    }
    return undefined;
  };
  walk([from]);
  return ways;
}

// The signs that each tie of a way can have; ties that take no side count only where no others are.
function signsOf(near, path) {
  return path.slice(1).map((id, at) => [...new Set(near.get(path[at]).get(id).map((one) => one.sign))]);
}

// Signs, one a tie, that multiply to what is wanted (1, -1; 0: one of them is 0), or null.
function readAs(options, wanted) {
  if (wanted === 0) return options.some((signs) => signs.every((sign) => sign === 0)) ? options.map((signs) => signs.find((sign) => sign) ?? 0) : null;
  const picks = options.reduce((all, signs) => all.flatMap((pick) => signs.filter((sign) => sign).map((sign) => [...pick, sign])), [[]]);
  return picks.find((pick) => pick.reduce((a, b) => a * b, 1) === wanted) ?? null;
}

// { "1": [{ path, signs }], "-1": [...], "0": [...] }: the shortest of each, in the order of weight;
// ways that take no side are given only where no other leads there.
function signedPaths(list, from, to) {
  const near = adjacency(list);
  const left = distances(near, to, LONGEST);
  const found = { 1: [], "-1": [], 0: [] };
  for (let length = 2; length <= LONGEST; length += 1) {
    const ways = waysOf(near, from, to, length, left).map((path) => ({ path, options: signsOf(near, path) }));
    for (const wanted of [1, -1, 0]) {
      if (found[wanted].length || (wanted === 0 && (found[1].length || found["-1"].length))) continue;
      found[wanted] = ways.map(({ path, options }) => ({ path, signs: readAs(options, wanted) })).filter((way) => way.signs);
    }
  }
  const weight = ({ path }) => path.slice(1).reduce((sum, id, at) => sum + near.get(path[at]).get(id).length, 0);
  for (const ways of Object.values(found)) ways.sort((one, two) => weight(two) - weight(one) || (String(one.path) < String(two.path) ? -1 : 1));
  return found;
}

const SIDE = { 1: "a partner", "-1": "an opponent", 0: "a contact" };

// "an opponent of a partner": what the last is to the first.
const reading = (signs) => signs.map((sign) => SIDE[sign]).reverse().join(" of ");

let between = null;

// Looked up once for a pair, a date and the filters.
function betweenNow() {
  const list = relations.filter((one) => one.drawn && shown(one));
  const mark = [state.actor, state.other, list.length, viewPart()].join("\n");
  if (between?.mark !== mark) {
    const own = relationsOf.get(state.actor).filter((one) => other(one, state.actor) === state.other && one.source !== one.target);
    between = { mark, own, near: adjacency(list), paths: signedPaths(list, state.actor, state.other) };
  }
  return between;
}

const bestPaths = (paths) => Object.values(paths).flatMap((found) => found.slice(0, MOST_PATHS));
const betweenIds = () => new Set(bestPaths(betweenNow().paths).flatMap(({ path }) => path));

function betweenFocus(drawn) {
  const { own, near, paths } = betweenNow();
  const keys = own.filter((one) => drawn.has(one.key)).map((one) => one.key);
  for (const { path, signs } of bestPaths(paths)) {
    path.slice(1).forEach((id, at) => {
      const ties = near.get(path[at]).get(id);
      keys.push(...ties.filter((one) => one.sign === signs[at]).map((one) => one.key));
    });
  }
  const nodes = new Map([...betweenIds()].map((id) => [id, 1]));
  return { nodes: nodes.set(state.actor, 0).set(state.other, 0), edges: new Set(keys) };
}

// For scripts: the ways between two actors among what is shown.
const ways = (from, to) => signedPaths(relations.filter((one) => one.drawn && shown(one)), from, to);
