// How a change looks: by the weight and pattern of a line and by a mark, never by hue, which says
// polarity. Before and after, each version looks as its own map.
const PATTERNS = {
  added: { width: 3.6, dashes: false, alpha: 0.95 },
  changed: { width: 2.4, dashes: [11, 4], alpha: 0.9 },
  removed: { width: 2, dashes: [1.5, 4.5], alpha: 0.85 },
  passed: { width: 2, dashes: [8, 3, 1.5, 3], alpha: 0.85 },
  kept: { width: 0.8, dashes: false, alpha: 0.32 },
};
const LEVELS = { full: 1, picked: 1, soft: 0.5, dim: 0.13 };
// Strokes around (0, 0), for the canvas and for SVG alike.
const MARKS = { added: "M-4 0H4M0-4V4", removed: "M-4 0H4", changed: "M-4.2 1.4C-2.8-2.6-1.2-1.8 0 0S2.8 2.6 4.2-1.4", passed: "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0-1 0" };
const MARK_SIZE = 7.5;

const marked = () => state.side === "both";

function changedLine(look, relation, level) {
  if (!marked()) return look;
  const name = stateOf(relation);
  const { width, dashes, alpha } = PATTERNS[name];
  const asked_ = level === "picked" && (scene.lit || name !== "kept"); // around one actor all lines are picked
  const opacity = shown(relation) ? (asked_ ? 1 : alpha * LEVELS[level]) : 0.4;
  return { ...look, width: width * (asked_ ? 1.2 : 1), dashes, label: undefined, color: { ...look.color, opacity } };
}

function changedBox(look, actor, level) {
  if (!marked()) return look;
  const name = stateOfActor(actor.id);
  const pale = (share) => ({ background: faded(look.color.background, share), border: faded(look.color.border, share) });
  const with_ = (color, text, more = {}) => ({ ...look, ...more, color: { ...color, hover: color, highlight: color }, font: { ...look.font, color: text } });
  if (name === "added") return { ...look, borderWidth: look.borderWidth + 1.6 };
  if (name === "removed") {
    const color = { background: tokens["--canvas"], border: faded(tokens["--ink-2"], level === "dim" ? 0.3 : 1) };
    return with_(color, faded(tokens["--ink-2"], level === "dim" ? 0.42 : 0.9), { borderWidth: 1.6, shapeProperties: { ...look.shapeProperties, borderDashes: [1.5, 3] } });
  }
  if (level !== "full" || state.change || state.actor || partsIn.has(actor.id)) return look;
  const dark = (BOXES[actor.kind] ?? BOXES.place).text === "--paper";
  return with_(pale(0.5), dark ? look.font.color : faded(look.font.color, 0.62));
}

let marks = null; // of this drawing: { state, x, y, level }

// Near the middle of its line, off the boxes and off each other; at the corner of its box.
function marksNow() {
  const list = marked() ? [...scene.lines].filter(([relation]) => stateOf(relation) !== "kept") : [];
  const boxes = list.length > 1000 ? [] : [...scene.nodes.keys()].map((id) => ({ ...spotOf(id), wide: actors.get(id).width / 2 + 8, tall: actors.get(id).height / 2 + 8 }));
  const found = [];
  for (const [relation, level] of list) {
    const along = network.body.edges[relation.key]?.edgeType;
    if (!along || relation.source === relation.target) continue;
    const spots = [0.5, 0.43, 0.57, 0.36, 0.64, 0.28, 0.72].map((share) => along.getPoint(share));
    const free = ({ x, y }) => !boxes.some((box) => Math.abs(x - box.x) < box.wide && Math.abs(y - box.y) < box.tall) && !found.some((one) => Math.hypot(x - one.x, y - one.y) < 2 * MARK_SIZE + 2);
    const { x, y } = (boxes.length && spots.find(free)) || spots[0];
    found.push({ state: stateOf(relation), x, y, level });
  }
  for (const [id, level] of marked() ? scene.nodes : []) {
    const name = stateOfActor(id);
    const { x, y } = spotOf(id);
    if (name !== "kept") found.push({ state: name, x: x - actors.get(id).width / 2, y: y - actors.get(id).height / 2, level });
  }
  return found;
}

// The same size on the screen until the map is quite small.
const markScale = () => Math.min(1.6, Math.max(0.8, (marks.length > 120 ? 0.5 : 0.68) / network.getScale()));

function drawMarks(context) {
  if (!scene) return;
  marks ??= marksNow();
  const scale = markScale();
  for (const { state: name, x, y, level } of marks) {
    if (level === "dim") continue; // what is told apart is what stands out
    const { fill, ring, sign } = markColours(name, level);
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.beginPath();
    context.arc(0, 0, MARK_SIZE, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.setLineDash(name === "removed" ? [2, 2] : []);
    context.lineWidth = 1.4;
    context.strokeStyle = ring;
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 2;
    context.lineCap = "round";
    context.strokeStyle = sign;
    context.stroke(new Path2D(MARKS[name]));
    context.restore();
  }
}

function markColours(name, level) {
  const ink = faded(tokens["--ink"], level === "soft" ? 0.5 : 1);
  return name === "added" ? { fill: ink, ring: ink, sign: tokens["--paper"] } : { fill: tokens["--canvas"], ring: ink, sign: ink };
}

function markShape(name, x, y, size = 1, level = "full") {
  const { fill, ring, sign } = markColours(name, level);
  return shape("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size})` },
    shape("circle", { r: MARK_SIZE, fill, stroke: ring, "stroke-width": 1.4, "stroke-dasharray": name === "removed" ? "2 2" : null }),
    shape("path", { d: MARKS[name], fill: "none", stroke: sign, "stroke-width": 2, "stroke-linecap": "round" }));
}

// A sample of a line with its mark, in the ink of the text; of a relation: in the hue of its polarity.
function changeSwatch(name, relation) {
  const { width, dashes } = PATTERNS[name];
  const svg = shape("svg", { class: `swatch change ${relation ? signName(relation.sign) : ""}`, viewBox: "0 0 30 12", "aria-hidden": "true" },
    shape("path", { d: "M1 6H29", "stroke-width": width * 0.8, "stroke-dasharray": dashes ? dashes.map((dash) => dash * 0.62).join(" ") : null }));
  if (MARKS[name]) svg.append(shape("g", { class: `mark ${name}`, transform: "translate(15 6) scale(.7)" }, shape("circle", { r: MARK_SIZE }), shape("path", { d: MARKS[name] })));
  return svg;
}

function changeLegend() {
  const rows_ = diff.states.map((name) => row("change", name, STATES[name], changeSwatch(name)));
  return make("section", { class: "print" }, make("h2", {}, review.dated ? "Between the dates" : "Change"), ...rows_,
    make("p", { class: "by" }, "Relations · actors. Lines tell the change in Both, the evidence in Before and After."));
}

// In Both, lines say nothing of the evidence but the polarity.
const changeEntries = () => (marked() ? [...diff.states.map((name) => [(x, y) => shape("g", {},
  shape("path", { d: `M${x} ${y}H${x + 26}`, stroke: tokens["--ink-2"], "stroke-width": PATTERNS[name].width, "stroke-dasharray": PATTERNS[name].dashes ? PATTERNS[name].dashes.join(" ") : null }),
  MARKS[name] ? markShape(name, x + 13, y, 0.8) : ""), STATES[name].toLowerCase()]), ...lineEntries().slice(0, SIGNS.length)] : lineEntries());

Object.assign(diff, {
  lineLook: changedLine,
  boxLook: changedBox,
  moved: () => (marks = null),
  drawOver: drawMarks,
  pictureMarks: () => (marks ?? marksNow()).filter(({ level }) => level !== "dim").map((one) => markShape(one.state, one.x, one.y, 1, one.level)),
  entries: changeEntries,
  legend: changeLegend,
  swatchOf: (relation) => (stateOf(relation) === "kept" ? undefined : changeSwatch(stateOf(relation), relation)),
  room: () => byId("sides").offsetHeight + 10,
});
