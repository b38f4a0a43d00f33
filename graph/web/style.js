// How a node or line looks. Hue says polarity and nothing else; the kind of an actor shows in the
// form of its box and its glyph. Colours come from the style sheet, so both themes stand in one place.
const FONT = 'Arial, "Liberation Sans", "Helvetica Neue", Helvetica, sans-serif';
const SIGN_TOKENS = { "-1": "--hostile", 0: "--neutral", 1: "--friendly" };
const BOXES = {
  state: { fill: "--ink", text: "--paper", border: "--ink", width: 1, radius: 3 },
  government: { fill: "--ink-2", text: "--paper", border: "--ink-2", width: 1, radius: 3 },
  agency: { fill: "--ink-3", text: "--paper", border: "--ink-3", width: 1, radius: 3 },
  armed_force: { fill: "--ink-3", text: "--paper", border: "--ink-3", width: 1, radius: 3 },
  armed_group: { fill: "--card", text: "--ink", border: "--ink", width: 2, radius: 3 },
  faction: { fill: "--card", text: "--ink", border: "--ink", width: 1.5, radius: 3, dashes: [4, 2] },
  alliance: { fill: "--card", text: "--ink", border: "--ink", width: 2, radius: 10 },
  intergovernmental: { fill: "--mist", text: "--ink", border: "--edge", width: 1, radius: 8 },
  person: { fill: "--card", text: "--ink", border: "--edge", width: 1, radius: 99 },
  population: { fill: "--mist", text: "--ink", border: "--mist", width: 1, radius: 99 },
  movement: { fill: "--mist", text: "--ink", border: "--ink-3", width: 1, radius: 99, dashes: [2, 2] },
  place: { fill: "--paper", text: "--ink-2", border: "--edge", width: 1, radius: 0, dashes: [2, 2] },
};

let tokens = {};

// As #rrggbb, whatever the style sheet says: forced colours come as names of the system's own.
function readTokens() {
  const probe = make("span", { class: "probe" });
  document.body.append(probe);
  const names = ["--ink", "--ink-2", "--ink-3", "--paper", "--card", "--mist", "--edge", "--canvas", "--mark", "--focus", "--soft"];
  tokens = Object.fromEntries([...names, ...Object.values(SIGN_TOKENS)].map((name) => {
    probe.style.color = `var(${name})`;
    const parts = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3);
    return [name, `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("")}`];
  }));
  probe.remove();
}

// So much of a colour, the rest canvas. A box cannot be translucent: lines would show through its text.
const mixtures = new Map();

function faded(color, share) {
  const key = `${color}${share}${tokens["--canvas"]}`;
  if (!mixtures.has(key)) mixtures.set(key, mixed(color, share));
  return mixtures.get(key);
}

function mixed(color, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [front, back] = [parts(color), parts(tokens["--canvas"])];
  const both = front.map((value, index) => Math.round(value * share + back[index] * (1 - share)));
  return `#${both.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

const NODE_SHARES = { full: 1, picked: 1, idle: 0.55, dim: 0.2 };
const TEXT_SHARES = { full: 1, picked: 1, idle: 0.5, dim: 0.42 };

function nodeLook(actor, level) {
  const box = BOXES[actor.kind] ?? BOXES.place;
  const shade = (token) => faded(tokens[token], NODE_SHARES[level]);
  const border = level === "picked" ? tokens["--mark"] : shade(box.border);
  const background = shade(box.fill);
  const text = faded(tokens[box.text], box.text === "--paper" ? 1 : TEXT_SHARES[level]);
  const look = {
    color: { background, border, hover: { background, border }, highlight: { background, border } },
    font: { face: FONT, size: actor.font, color: text },
    borderWidth: level === "picked" ? 3 : box.width,
    shapeProperties: { borderRadius: box.radius, borderDashes: box.dashes ?? false },
  };
  return diff?.boxLook(look, actor, level) ?? look;
}

const LINE_ALPHAS = { full: 0.66, picked: 1, soft: 0.28, dim: 0.07 };

// The mark at the end of a line says the polarity without colour: a bar stands against, an arrow goes
// with, a dot takes no side. At both ends: mutual.
const ENDS = { "-1": "bar", 0: "circle", 1: "arrow" };
const END_SIZES = { bar: 0.62, circle: 0.3, arrow: 0.5 };

function lineLook(relation, level) {
  const color = tokens[SIGN_TOKENS[relation.sign]];
  const picked = level === "picked";
  const type = ENDS[relation.sign];
  const end = { enabled: true, type, scaleFactor: END_SIZES[type] * (picked ? 1.2 : 1) };
  const look = {
    color: { color, highlight: color, hover: color, opacity: shown(relation) ? LINE_ALPHAS[level] : 0.4 },
    width: widthOf(relation) * (picked ? 1.3 : 1),
    dashes: coarse && !picked ? false : dashesOf(relation),
    arrows: coarse && !picked ? "" : { to: end, from: relation.mutual ? end : { enabled: false } },
    label: (coarse && !picked ? "" : markOf(relation)) || undefined,
    font: {
      face: FONT, size: picked ? 15 : 13, color: level === "dim" || level === "soft" ? faded(color, level === "dim" ? 0.15 : 0.5) : color,
      background: tokens["--canvas"], strokeWidth: 0, bold: true,
    },
  };
  return diff?.lineLook(look, relation, level) ?? look;
}

// Above so many lines, dashes, ends and marks are drawn on what is picked alone: they cost most of the time.
const MANY_DRAWN = 1000;
const MANY_MOVED = 600; // above so many, lines are left out while the map moves
let coarse = false;

// By the number of independent sources: none or one, two, more.
const widthOf = (relation) => [1, 1, 1.7, 2.6][Math.min(3, relation.independent)];

// Dotted: rests on no source. Dashed: low confidence.
function dashesOf(relation) {
  if (!relation.count) return [1.5, 4];
  return relation.confidence === "low" ? [7, 5] : false;
}

const markOf = (relation) => (relation.disputed.length ? "?" : "") + (relation.ambivalent ? "±" : "");
