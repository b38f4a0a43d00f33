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

function readTokens() {
  const style = getComputedStyle(document.documentElement);
  const names = ["--ink", "--ink-2", "--ink-3", "--paper", "--card", "--mist", "--edge", "--canvas", "--mark"];
  tokens = Object.fromEntries(
    [...names, ...Object.values(SIGN_TOKENS)].map((name) => [name, style.getPropertyValue(name).trim()]),
  );
}

// So much of a colour, the rest canvas. A box cannot be translucent: lines would show through its text.
function faded(color, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [front, back] = [parts(color), parts(tokens["--canvas"])];
  const mixed = front.map((value, index) => Math.round(value * share + back[index] * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

const NODE_SHARES = { full: 1, picked: 1, idle: 0.34, dim: 0.2 };
const TEXT_SHARES = { full: 1, picked: 1, idle: 0.5, dim: 0.42 };

function nodeLook(actor, level) {
  const box = BOXES[actor.kind] ?? BOXES.place;
  const shade = (token) => faded(tokens[token], NODE_SHARES[level]);
  const border = level === "picked" ? tokens["--mark"] : shade(box.border);
  const background = shade(box.fill);
  const text = faded(tokens[box.text], box.text === "--paper" ? 1 : TEXT_SHARES[level]);
  return {
    color: { background, border, hover: { background, border }, highlight: { background, border } },
    font: { face: FONT, size: actor.font, color: text },
    borderWidth: level === "picked" ? 3 : box.width,
    shapeProperties: { borderRadius: box.radius, borderDashes: box.dashes ?? false },
  };
}

const LINE_ALPHAS = { full: 0.62, picked: 1, dim: 0.07 };

function lineLook(relation, level) {
  const color = tokens[SIGN_TOKENS[relation.sign]];
  return {
    color: { color, highlight: color, hover: color, opacity: shown(relation) ? LINE_ALPHAS[level] : 0.4 },
    width: widthOf(relation) * (level === "picked" ? 1.5 : 1),
    dashes: dashesOf(relation),
    arrows: relation.mutual ? "" : { to: { enabled: true, scaleFactor: level === "picked" ? 0.6 : 0.5 } },
    label: markOf(relation) || undefined,
    font: { face: FONT, size: level === "picked" ? 15 : 12, color: level === "dim" ? faded(color, 0.15) : color, background: tokens["--canvas"], strokeWidth: 0, bold: true },
  };
}

// Thin: rests on one source. Dotted: on none. Dashed: low confidence.
const widthOf = (relation) => (relation.count > 1 ? 1.9 : 1.1);

function dashesOf(relation) {
  if (!relation.count) return [1.5, 4];
  return relation.confidence === "low" ? [7, 5] : false;
}

const markOf = (relation) => (relation.disputed.length ? "?" : "") + (relation.ambivalent ? "±" : "");
