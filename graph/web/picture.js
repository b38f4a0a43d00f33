// The map as a drawing of lines and texts: for paper, for a download, and as the source of the PNG.
// It repeats what the canvas shows, whole, whatever part of it is in sight.
const FRAME = { side: 28, head: 74, foot: 104, least: 900 };

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, typeof value === "number" ? Number(value.toFixed(2)) : value);
  }
  element.append(...children.filter((child) => child !== ""));
  return element;
}

const text = (x, y, size, content, more = {}) =>
  shape("text", { x, y, "font-size": size, fill: tokens["--ink"], direction: /^[^\p{L}]*[\u0590-\u08ff]/u.test(content) ? "rtl" : undefined, ...more }, content);

function picture() {
  const ids = [...scene.nodes.keys()];
  const { left, right, top, bottom } = ids.length ? frameOf(ids) : { left: 0, right: 400, top: 0, bottom: 200 };
  const wide = Math.max(FRAME.least, right - left + 2 * FRAME.side);
  const tall = bottom - top + FRAME.head + FRAME.foot + 2 * FRAME.side;
  const move = `translate(${Math.round((wide - (right - left)) / 2 - left)} ${Math.round(FRAME.head + FRAME.side - top)})`;
  return shape("svg", { xmlns: SVG, viewBox: `0 0 ${Math.round(wide)} ${Math.round(tall)}`, width: Math.round(wide), height: Math.round(tall), "font-family": FONT, role: "img" },
    shape("title", {}, document.title),
    shape("rect", { width: "100%", height: "100%", fill: tokens["--canvas"] }),
    pictureHead(),
    shape("g", { transform: move }, shape("g", {}, ...lineSet.get().flatMap(pictureLine)), shape("g", {}, ...nodeSet.get().map(pictureBox)), shape("g", {}, ...pictureBadges(), ...(diff?.pictureMarks() ?? []))),
    pictureFoot(wide, tall - FRAME.foot));
}

function pictureHead() {
  return shape("g", {}, text(FRAME.side, 38, 22, document.title, { "font-weight": 700 }), text(FRAME.side, 60, 13, shownWords(), { fill: tokens["--soft"] }));
}

// The curve of a line between the borders of its boxes: { from, via, to }, as vis-network bends it.
function curveOf(line) {
  const [one, two] = [spotOf(line.from), spotOf(line.to)];
  const via = line.smooth ? network.body.edges[line.id]?.edgeType.getViaNode() : null;
  const middle = via ?? { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
  const at = (t) => ({ x: (1 - t) ** 2 * one.x + 2 * t * (1 - t) * middle.x + t ** 2 * two.x, y: (1 - t) ** 2 * one.y + 2 * t * (1 - t) * middle.y + t ** 2 * two.y });
  return { at, first: border(at, actors.get(line.from), one, 0, 1), last: border(at, actors.get(line.to), two, 1, 0) };
}

// How far along the curve it leaves a box, from the end that lies inside towards the other.
function border(at, { width, height }, middle, inside, outside) {
  let [low, high] = [inside, outside];
  for (let round = 0; round < 18; round += 1) {
    const t = (low + high) / 2;
    const { x, y } = at(t);
    if (Math.abs(x - middle.x) < width / 2 + 1 && Math.abs(y - middle.y) < height / 2 + 1) low = t;
    else high = t;
  }
  return high;
}

function pictureLine(line) {
  if (line.from === line.to) return [];
  const { at, first, last } = curveOf(line);
  if (last <= first) return [];
  const points = Array.from({ length: line.smooth ? 13 : 2 }, (_, n, count = line.smooth ? 12 : 1) => at(first + ((last - first) * n) / count));
  const { color, opacity } = line.color;
  const d = points.map(({ x, y }, n) => `${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const ends = line.arrows ? [["to", points.at(-1), points.at(-2)], ["from", points[0], points[1]]].filter(([end]) => line.arrows[end].enabled) : [];
  const drawn = [shape("path", { d, fill: "none", stroke: color, "stroke-width": line.width, "stroke-dasharray": line.dashes ? line.dashes.join(" ") : undefined }),
    ...ends.map(([end, tip, before]) => pictureEnd(line.arrows[end].type, tip, before, color, 15 * line.arrows[end].scaleFactor + 3 * line.width))];
  if (line.label) drawn.push(pictureMark(line, at(0.5)));
  return [shape("g", { opacity }, ...drawn)];
}

// As long as vis-network draws it.
function pictureEnd(type, tip, before, color, long) {
  const turned = `translate(${tip.x.toFixed(1)} ${tip.y.toFixed(1)}) rotate(${((Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI).toFixed(1)}) scale(${long.toFixed(2)})`;
  if (type === "circle") return shape("circle", { cx: -0.4, cy: 0, r: 0.4, fill: color, transform: turned });
  return shape("path", { d: type === "bar" ? "M0 .5V-.5H-.17V.5Z" : "M0 0L-1 .3L-.9 0L-1 -.3Z", fill: color, transform: turned });
}

const pictureMark = ({ label, color, font }, { x, y }) =>
  text(x, y + 4.5, font.size, label, { fill: color.color, "text-anchor": "middle", "font-weight": 700, stroke: tokens["--canvas"], "stroke-width": 4, "paint-order": "stroke" });

function pictureBox({ id, x, y, label, color, font, borderWidth, shapeProperties }) {
  const { width, height } = actors.get(id);
  const radius = Math.min(shapeProperties.borderRadius, height / 2, width / 2);
  const lines = label.split("\n");
  const base = y - ((lines.length - 1) * font.size) / 2 + font.size * 0.36;
  return shape("g", {},
    shape("rect", {
      x: x - width / 2, y: y - height / 2, width, height, rx: radius, fill: color.background, stroke: color.border, "stroke-width": borderWidth,
      "stroke-dasharray": shapeProperties.borderDashes ? shapeProperties.borderDashes.join(" ") : undefined,
    }),
    ...lines.map((line, n) => text(x, base + n * font.size, font.size, line, { "text-anchor": "middle", fill: font.color })));
}

// Their places are known once the map has been drawn.
function pictureBadges() {
  return badges.filter((box) => scene.counts.has(box.id)).map((box) => shape("g", { opacity: ["dim", "idle"].includes(scene.nodes.get(box.id)) ? 0.3 : null },
    shape("rect", { x: box.left, y: box.top, width: box.right - box.left, height: BADGE.height, rx: BADGE.height / 2, fill: tokens["--canvas"], stroke: tokens["--edge"] }),
    text((box.left + box.right) / 2, box.top + 11.2, BADGE.font, `+${scene.counts.get(box.id)} ●`, { "text-anchor": "middle", "font-weight": 600, fill: tokens["--ink-2"] })));
}

// The legend in lines of entries, and what the data are.
function pictureFoot(wide, top) {
  const group_ = shape("g", { transform: `translate(${FRAME.side} ${Math.round(top)})` });
  let [x, y] = [0, 14];
  for (const [mark, label] of [...(diff?.entries() ?? lineEntries()), ...VALUES.kind.map((kind) => [glyphOf(kind), words(kind)])]) {
    const room = 44 + label.length * 6.4;
    if (x + room > wide - 2 * FRAME.side) [x, y] = [0, y + 20];
    group_.append(typeof mark === "string" ? text(x + 22, y, 13, mark, { "text-anchor": "end" }) : mark(x, y - 4), text(x + 32, y, 12, label, { fill: tokens["--ink-2"] }));
    x += room;
  }
  group_.append(text(0, Math.max(y + 26, 80), 11.5, `${diff?.sidesInWords().join(" ") ?? dataWords(facts.counts)} whowhom ${facts.version}`, { fill: tokens["--soft"] }));
  return group_;
}

function lineEntries() {
  const line = (sign_, width, dashes, directed = true) => (x, y) => shape("g", {},
    shape("path", { d: `M${x} ${y}H${x + 24}`, stroke: tokens[SIGN_TOKENS[sign_]], "stroke-width": width, "stroke-dasharray": dashes }),
    directed ? pictureEnd(ENDS[sign_], { x: x + 26, y }, { x, y }, tokens[SIGN_TOKENS[sign_]], 15 * END_SIZES[ENDS[sign_]] + 3 * width) : "");
  return [[line(-1, 2), "hostile"], [line(1, 2), "cooperative"], [line(0, 2), "neutral"], [line(0, 1.1, null, false), "1 independent source"], [line(0, 2.9, null, false), "3 or more sources"],
    [line(0, 1.5, "6 4", false), "low confidence"], [line(0, 1.5, "1.5 3", false), "no source"], ["?", "disputed"], ["±", "ambivalent"]];
}
