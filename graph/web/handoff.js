// What the reader takes along: the address, a picture, the rows, the records.
const FILES = {
  png: ["PNG picture", pngFile],
  svg: ["SVG drawing", async () => new Blob([svgText()], { type: "image/svg+xml" })],
  csv: ["CSV table", async () => new Blob(["\ufeff", csvText()], { type: "text/csv" })],
  json: ["JSON records", async () => new Blob([jsonText()], { type: "application/json" })],
};
const LARGEST = 12000; // pixels a side; browsers refuse much more

const svgText = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture())}\n`;

async function pngFile() {
  const svg = picture();
  const [wide, tall] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
  const scale = Math.min(2, LARGEST / Math.max(wide, tall));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = make("canvas", { width: Math.round(wide * scale), height: Math.round(tall * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

// A cell that a spreadsheet would run as a formula gets an apostrophe, as on the command line.
const inert = (cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const cellOf = (value) => {
  const cell = inert(String(value ?? ""));
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

const dayOr = (day, open) => (!day || day === open ? "" : dayText(day));

const CELLS = {
  key: (one) => one.key,
  source: (one) => one.source,
  source_name: (one) => nameOf(one.source),
  type: (one) => one.type.name,
  target: (one) => one.target,
  target_name: (one) => nameOf(one.target),
  time: (one) => one.time,
  first_day: (one) => dayOr(one.span?.[0], 1),
  last_day: (one) => dayOr(one.span?.[1], 3652059),
  polarity: (one) => polarity(one).toLowerCase(),
  confidence: (one) => one.confidence ?? "",
  ambivalent: (one) => (one.ambivalent ? "true" : "false"),
  summary: (one) => one.summary ?? "",
  sources: (one) => [...sourcesOf(one.sources)].map(sourceWords).join(" | "),
  disputed_by: (one) => [...sourcesOf(one.disputed)].map(sourceWords).join(" | "),
  ...diff?.cells,
};

const sourceWords = (source) => [source.title, source.publisher, source.published, source.url].filter(Boolean).join(", ");

function csvText() {
  const rows_ = [Object.keys(CELLS), ...listed().map((one) => Object.values(CELLS).map((of) => of(one)))];
  return `${rows_.map((cells) => cells.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

// What is shown, with its actors and sources, and the view that it is.
function jsonText() {
  const list_ = listed();
  const ends = new Set(list_.flatMap((one) => [one.source, one.target]));
  const cite = (citations_) => citations_.map(({ source, locator, summary }) => ({ source: source.id, locator, summary }));
  return `${JSON.stringify({
    schema: 1,
    title: document.title,
    view: { address: address(), as_of: state.date?.text ?? "all", rule: ruleWords(), filters: filterWords() },
    actors: [...ends].filter((id) => actors.has(id)).sort().map((id) => actorRecord(actors.get(id))),
    relations: list_.map((one) => ({
      key: one.key, source: one.source, type: one.type.name, target: one.target, sign: one.sign, time: one.time,
      first_day: dayOr(one.span?.[0], 1) || undefined, last_day: dayOr(one.span?.[1], 3652059) || undefined, confidence: one.confidence,
      ambivalent: one.ambivalent || undefined, summary: one.summary, sources: cite(one.sources), disputed_by: one.disputed.length ? cite(one.disputed) : undefined,
      change: diff?.stateOf(one),
    })),
    sources: citedNow(),
  }, null, 1)}\n`;
}

function actorRecord({ id, name, kind, aliases, from, to, areas, summary, ids }) {
  return { id, name, kind, aliases, from, to, areas, summary, ids };
}

const fileName = (suffix) => `${document.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "map"}-${state.date?.text ?? "all"}.${suffix}`;

async function download(suffix) {
  const blob = await FILES[suffix][1]();
  const url = URL.createObjectURL(blob);
  const anchor = make("a", { href: url, download: fileName(suffix) });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  told(`Saved ${fileName(suffix)}`);
}

async function copyLink() {
  remember();
  const target = location.href.split("#")[0] + address();
  try {
    await navigator.clipboard.writeText(target);
    told("The link is in the clipboard");
  } catch { // a page in a frame, or an old browser: show it to be copied by hand
    const field = byId("link");
    field.value = target;
    field.hidden = false;
    turnMenu(true);
    field.select();
  }
}

function told(text_) {
  say(text_);
  byId("told").textContent = text_;
}

function turnMenu(open = byId("menu").hidden) {
  byId("menu").hidden = !open;
  byId("share").setAttribute("aria-expanded", String(open));
  if (!open) byId("link").hidden = true;
  told("");
}

function startHandoff() {
  const item = (label, then, id) => make("button", { type: "button", id, onclick: then }, label);
  byId("menu").prepend(
    item("Copy link", copyLink, "copy"),
    ...Object.entries(FILES).map(([suffix, [label]]) => item(label, () => download(suffix), `save-${suffix}`)),
    item("Print", () => print()));
  byId("share").addEventListener("click", () => turnMenu());
  document.addEventListener("pointerdown", ({ target }) => {
    if (!byId("menu").hidden && !target.closest("#handoff")) turnMenu(false);
  });
}

// Paper is white: the light theme, the map as a drawing, the table, and the sources behind it.
function startPrint() {
  let before = null;
  addEventListener("beforeprint", () => {
    before = { theme: theme(), table: state.table };
    state.printing = state.table = true;
    setTheme("light");
    notes = new Map(citedNow().map((source, at) => [source, at + 1]));
    drawTable();
    byId("paper").replaceChildren(picture(), diff?.paper() ?? "", bibliography());
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    state.printing = false;
    notes = null;
    state.table = before.table;
    setTheme(before.theme);
    drawTable();
    byId("paper").replaceChildren();
  });
}

function citedNow() {
  const cited = new Set(listed().flatMap((one) => [...sourcesOf(one.sources), ...sourcesOf(one.disputed)]));
  return [...cited].sort((one, two) => (sourceWords(one) < sourceWords(two) ? -1 : 1));
}

function bibliography() {
  const ordered_ = citedNow();
  return make("section", { id: "bibliography" }, make("h2", {}, `Sources (${ordered_.length})`),
    make("ol", {}, ordered_.map((source) => make("li", {}, bdi(sourceWords(source)), source.reliability ? ` (${source.reliability})` : ""))));
}
