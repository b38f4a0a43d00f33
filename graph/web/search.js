// Search by name, alias or native script; names are folded as graph/names.py folds them.
const query = byId("query");
const found = byId("found");
let choices = [];
let chosen = -1;

const VARIANTS = { "ي": "ی", "ك": "ک", "ة": "ه", "ς": "σ" };
const small = (text) => text.toLowerCase().replace(/[^ı]+/g, (part) => part.toUpperCase().toLowerCase());
// Accents, which have a combining class, change places with U+0345; vowel signs do not, and count.
const accent = (sign) => `\u0345${sign}`.normalize("NFD")[0] !== "\u0345";
const fold = (text) =>
  small(text.normalize("NFKD")).normalize("NFKD").replace(/[^\p{L}\p{N}\p{M}]|[ʻʼʾʿـ]/gu, "")
    .replace(/\p{M}/gu, (sign) => (accent(sign) ? "" : sign)).replace(/[يكةς]/g, (letter) => VARIANTS[letter]) || text.trim();

const index = [...actors.values()].map((actor) => ({
  actor,
  names: [actor.name, ...(actor.aliases ?? []), ...(actor.ambiguous_aliases ?? []), words(actor.id.replaceAll("-", " "))]
    .map((name) => ({ name, plain: fold(name), tails: tails(name) })),
}));

// From each later word on: "of the north", "the north", "north", folded.
function tails(name) {
  const parts = name.split(/[\s-]+/);
  return parts.map((_, at) => fold(parts.slice(at).join(" "))).slice(1);
}

let seeking = false; // a second actor, for what is between the two

function startSearch() {
  query.addEventListener("input", () => suggest(query.value));
  query.addEventListener("focus", () => query.value && suggest(query.value));
  query.addEventListener("blur", () => {
    hideFound();
    seek(false);
  });
  query.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && choices.length) {
      event.preventDefault();
      mark((chosen + move + choices.length) % choices.length);
    } else if (event.key === "Enter" && choices.length) {
      pick(choices[Math.max(0, chosen)].actor.id, event.shiftKey);
    }
  });
}

// Best first: the whole name, its beginning, the beginning of a word, anywhere.
function rank({ plain, tails: later }, wanted) {
  if (plain === wanted) return 0;
  if (plain.startsWith(wanted)) return 1;
  if (later.some((tail) => tail.startsWith(wanted))) return 2;
  return plain.includes(wanted) ? 3 : 9;
}

function search(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const hits = index.map(({ actor, names: all }) => {
    const ranked = all.map((one, place) => ({ name: one.name, place, rank: rank(one, wanted) }));
    return { actor, best: ranked.sort((a, b) => a.rank - b.rank || a.place - b.place)[0] };
  });
  return hits.filter((hit) => hit.best.rank < 9 && actors.has(hit.actor.id))
    .sort((a, b) => a.best.rank - b.best.rank || relationsOf.get(b.actor.id).length - relationsOf.get(a.actor.id).length)
    .slice(0, 10);
}

function suggest(text) {
  choices = search(text);
  found.replaceChildren(...(choices.length ? choices.map(option) : [make("li", { class: "nothing" }, text.trim() ? `No actor is called “${text.trim()}”` : "")]));
  found.hidden = !text.trim();
  query.setAttribute("aria-expanded", String(!found.hidden));
  mark(choices.length ? 0 : -1);
}

function option({ actor, best }, place) {
  const element = make("li", { role: "option", id: `found-${place}`, "aria-selected": "false" },
    make("span", { class: "glyph", "aria-hidden": "true" }, glyphOf(actor.kind)),
    make("span", { class: "name" }, bdi(actor.name)),
    best.place ? make("span", { class: "alias", dir: "auto" }, best.name) : "");
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pick(actor.id, event.shiftKey);
  });
  return element;
}

function mark(place) {
  chosen = place;
  [...found.children].forEach((element, at) => element.setAttribute("aria-selected", String(at === place)));
  if (place >= 0) {
    query.setAttribute("aria-activedescendant", `found-${place}`);
    found.children[place].scrollIntoView({ block: "nearest" });
  } else query.removeAttribute("aria-activedescendant");
}

// With a second actor: what is between the two.
function pick(id, second) {
  const pair = (seeking || second) && state.actor && state.actor !== id;
  query.value = "";
  hideFound();
  seek(false);
  select(pair ? { actor: state.actor, other: id } : { actor: id });
  panel.focus({ preventScroll: true });
}

const PLACEHOLDER = query.placeholder;

function seek(second) {
  seeking = second;
  query.placeholder = second ? `Between ${nameOf(state.actor)} and …` : PLACEHOLDER;
}

function askSecond() {
  if (!state.actor) return;
  query.focus();
  seek(true);
  say(query.placeholder);
}

function hideFound() {
  found.hidden = true;
  choices = [];
  query.setAttribute("aria-expanded", "false");
  query.removeAttribute("aria-activedescendant");
}
