// The month sliders, the histogram behind them, and the clockwork that moves them.
const slider = byId("month");
const fromSlider = byId("from-month");
const [firstMonth, lastMonth] = facts.range.map(monthOf);
const SVG = "http://www.w3.org/2000/svg";
const STACK = [[-1, "hostile"], [1, "friendly"], [0, "neutral"]];
let playing = 0;

const ranged = () => Boolean(state.date?.text.includes(".."));

function startTimeline() {
  for (const one of [slider, fromSlider]) {
    one.min = firstMonth;
    one.max = Math.max(lastMonth, firstMonth + 1);
  }
  slider.addEventListener("input", () => slid(Math.min(Number(fromSlider.value), Number(slider.value)), Number(slider.value)));
  fromSlider.addEventListener("input", () => slid(Number(fromSlider.value), Math.max(Number(fromSlider.value), Number(slider.value))));
  byId("play").addEventListener("click", () => (playing ? stop() : play()));
  byId("one").addEventListener("change", () => setDate(state.date ? state.date.text.split("..").at(-1) : opening.text));
  byId("range").addEventListener("change", () => {
    const end = state.date ? monthOf(state.date.last) : lastMonth;
    slid(Math.max(firstMonth, Math.min(end, lastMonth) - 11), Math.min(end, lastMonth), true);
  });
  byId("all").addEventListener("change", () => setDate("all"));
  byId("undated").addEventListener("change", ({ target }) => setUndated(target.checked));
  byId("date").addEventListener("change", ({ target }) => markDate(setDate(target.value.trim() || opening.text)));
  byId("date").addEventListener("focus", stop);
  byId("undated-count").textContent = String(facts.counts.undated);
  drawYears();
}

function setUndated(shown_) {
  state.undated = shown_;
  render();
}

function slid(from, to, range = ranged()) {
  setDate(range ? `${monthPeriod(from).text}..${monthPeriod(to).text}` : monthPeriod(to).text);
}

function markDate(good) {
  byId("date").setAttribute("aria-invalid", String(!good));
  byId("wrong").hidden = good;
}

// "2021", "2021-08", "2021-08-15", "2019..2021" or "all"; false for what is no date.
function setDate(text) {
  const when = text === "all" ? null : text === opening.text ? opening : period(text);
  if (when === null && text !== "all") return false;
  state.date = when;
  render();
  return true;
}

// A range keeps its length while it moves.
function play() {
  const range = ranged();
  const length = range ? Number(slider.value) - Number(fromSlider.value) : 0;
  const start = Number(slider.value);
  let month = !state.date || start >= lastMonth ? firstMonth + length : start;
  playing = setInterval(() => {
    month += still() ? 12 : 1;
    if (month >= lastMonth) stop();
    const end = Math.min(month, lastMonth);
    slid(end - length, end, range);
  }, still() ? 900 : 110);
  drawPlay();
}

function stop() {
  clearInterval(playing);
  playing = 0;
  drawPlay();
}

// The state line is not read out month by month while the time runs.
function drawPlay() {
  byId("play").textContent = playing ? "Pause" : "Play";
  byId("play").setAttribute("aria-pressed", String(Boolean(playing)));
  byId("status").setAttribute("aria-live", playing ? "off" : "polite");
}

const inRange = (month) => Math.min(lastMonth, Math.max(firstMonth, month));

function drawTimeline() {
  const to = state.date ? inRange(monthOf(state.date.last)) : lastMonth;
  const from = state.date ? inRange(monthOf(state.date.first)) : firstMonth;
  slider.value = to;
  slider.setAttribute("aria-valuetext", ranged() ? monthWords(to) : spoken(state.date));
  slider.setAttribute("aria-label", ranged() ? "Last month" : "Month");
  fromSlider.value = from;
  fromSlider.setAttribute("aria-valuetext", monthWords(from));
  fromSlider.hidden = !ranged();
  byId("time").classList.toggle("everything", !state.date);
  byId("time").classList.toggle("ranged", ranged());
  byId("one").checked = Boolean(state.date) && !ranged();
  byId("range").checked = ranged();
  byId("all").checked = !state.date;
  byId("undated").checked = state.undated;
  byId("date").value = state.date?.text ?? "all";
  markDate(true);
  drawWindow(from, to);
  drawHistogram();
}

const monthWords = (month) => spoken(monthPeriod(month));

function drawWindow(from, to) {
  const span = lastMonth - firstMonth + 1;
  const box = byId("window");
  box.hidden = !ranged();
  box.style.left = `${((from - firstMonth) / span) * 100}%`;
  box.style.width = `${((to - from + 1) / span) * 100}%`;
}

const countable = (relation) => relation.span && passes(relation);

// How many of the relations that pass the filters hold in each month, by sign.
function monthly(sign) {
  const steps = new Array(lastMonth - firstMonth + 2).fill(0);
  for (const relation of relations) {
    if (relation.sign !== sign || !countable(relation)) continue;
    const from = Math.max(0, monthOf(relation.span[0]) - firstMonth);
    const to = Math.min(lastMonth, monthOf(relation.span[1])) - firstMonth;
    if (to < from) continue;
    steps[from] += 1;
    steps[to + 1] -= 1;
  }
  let total = 0;
  return steps.slice(0, -1).map((step) => (total += step));
}

// How many begin or end in each month: end is 0 or 1.
function bounds(end) {
  const counts = new Array(lastMonth - firstMonth + 1).fill(0);
  for (const relation of relations) {
    if (!countable(relation)) continue;
    const month = monthOf(relation.span[end]) - firstMonth;
    if (counts[month] !== undefined) counts[month] += 1;
  }
  return counts;
}

let drawnFor = "";

// Above the line what begins, below it what ends, behind both how many hold.
function drawHistogram() {
  const filters = Object.values(state.off).map((set) => [...set].join()).join(";") + (diff?.viewPart() ?? "");
  if (filters === drawnFor) return;
  drawnFor = filters;
  const [begins, ends] = [bounds(0), bounds(1)];
  const most = Math.max(1, ...begins, ...ends);
  const svg = byId("histogram");
  svg.setAttribute("viewBox", `0 -30 ${lastMonth - firstMonth + 1} 40`);
  const bars = (counts, way, room) => counts.map((count, at) => (count ? `M${at} 0V${way * Math.max(1.5, Math.sqrt(count / most) * room)}h1V0Z` : "")).join("");
  svg.replaceChildren(...stacked(), pathOf("begins", bars(begins, -1, 28)), pathOf("ends", bars(ends, 1, 10)));
}

function stacked() {
  const base = new Array(lastMonth - firstMonth + 1).fill(0);
  const layers = STACK.map(([sign, name]) => {
    const floor = [...base];
    monthly(sign).forEach((value, index) => (base[index] += value));
    return [name, floor, [...base]];
  });
  const unit = 30 / Math.max(1, ...base);
  return layers.map(([name, floor, top]) => pathOf(name, area(floor, top, unit)));
}

function pathOf(name, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", name);
  path.setAttribute("d", d);
  return path;
}

function area(floor, top, unit) {
  const at = (value) => Number((-value * unit).toFixed(2));
  const up = top.map((value, index) => `${index} ${at(value)} ${index + 1} ${at(value)}`);
  const back = floor.map((value, index) => `${index + 1} ${at(value)} ${index} ${at(value)}`).reverse();
  return `M${up.join(" ")} ${back.join(" ")}Z`;
}

function drawYears() {
  const span = lastMonth - firstMonth + 1;
  const years = span / 12;
  const every = [1, 2, 5, 10, 20, 50, 100].find((step) => years / step <= (narrow() ? 6 : 14)) ?? 500;
  const ticks = [];
  for (let year = Math.ceil(firstMonth / 12 / every) * every; year * 12 <= lastMonth; year += every) {
    const tick = make("span", {}, String(year));
    const share = (year * 12 - firstMonth) / span;
    if (share > 0.98) continue;
    tick.style.left = `${share * 100}%`;
    ticks.push(tick);
  }
  byId("years").replaceChildren(...ticks);
}
