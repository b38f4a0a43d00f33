// The month slider, the histogram behind it, and the clockwork that moves it.
const slider = byId("month");
const [firstMonth, lastMonth] = facts.range.map(monthOf);
const SVG = "http://www.w3.org/2000/svg";
const STACK = [[-1, "hostile"], [1, "friendly"], [0, "neutral"]];
let playing = 0;

function startTimeline() {
  slider.min = firstMonth;
  slider.max = Math.max(lastMonth, firstMonth + 1);
  slider.addEventListener("input", () => setDate(monthPeriod(Number(slider.value)).text));
  byId("play").addEventListener("click", () => (playing ? stop() : play()));
  byId("all").addEventListener("change", ({ target }) => setDate(target.checked ? "all" : opening.text));
  byId("undated").addEventListener("change", ({ target }) => {
    state.undated = target.checked;
    render();
  });
  byId("date").addEventListener("change", ({ target }) => {
    markDate(setDate(target.value.trim() || opening.text));
  });
  byId("date").addEventListener("focus", stop);
  byId("undated-count").textContent = String(facts.counts.undated);
  drawYears();
}

function markDate(good) {
  byId("date").setAttribute("aria-invalid", String(!good));
  byId("wrong").hidden = good;
}

// "2021", "2021-08", "2021-08-15" or "all"; false for what is no date.
function setDate(text) {
  const when = text === "all" ? null : text === opening.text ? opening : period(text);
  if (when === null && text !== "all") return false;
  state.date = when;
  render();
  return true;
}

function play() {
  const start = Number(slider.value);
  let month = !state.date || start >= lastMonth ? firstMonth : start;
  playing = setInterval(() => {
    month += still() ? 12 : 1;
    if (month >= lastMonth) stop();
    setDate(monthPeriod(Math.min(month, lastMonth)).text);
  }, still() ? 900 : 110);
  drawPlay();
}

function stop() {
  clearInterval(playing);
  playing = 0;
  drawPlay();
}

function drawPlay() {
  byId("play").textContent = playing ? "Pause" : "Play";
  byId("play").setAttribute("aria-pressed", String(Boolean(playing)));
}

function drawTimeline() {
  const month = state.date ? Math.min(lastMonth, Math.max(firstMonth, monthOf(state.date.last))) : lastMonth;
  slider.value = month;
  slider.setAttribute("aria-valuetext", spoken(state.date));
  byId("time").classList.toggle("everything", !state.date);
  byId("all").checked = !state.date;
  byId("undated").checked = state.undated;
  byId("date").value = state.date?.text ?? "all";
  markDate(true);
  drawHistogram();
}

// How many of the relations that pass the filters hold in each month, by sign.
function monthly(sign) {
  const steps = new Array(lastMonth - firstMonth + 2).fill(0);
  for (const relation of relations) {
    if (relation.sign !== sign || !relation.span || !passes(relation)) continue;
    const from = Math.max(0, monthOf(relation.span[0]) - firstMonth);
    const to = Math.min(lastMonth, monthOf(relation.span[1])) - firstMonth;
    if (to < from) continue;
    steps[from] += 1;
    steps[to + 1] -= 1;
  }
  let total = 0;
  return steps.slice(0, -1).map((step) => (total += step));
}

let drawnFor = "";

function drawHistogram() {
  const filters = Object.values(state.off).map((set) => [...set].join()).join(";");
  if (filters === drawnFor) return;
  drawnFor = filters;
  const layers = STACK.map(([sign, name]) => [name, monthly(sign)]);
  const count = lastMonth - firstMonth + 1;
  const base = new Array(count).fill(0);
  const paths = layers.map(([name, values]) => {
    const floor = [...base];
    values.forEach((value, index) => (base[index] += value));
    return [name, area(floor, [...base])];
  });
  const svg = byId("histogram");
  svg.setAttribute("viewBox", `0 ${-Math.max(1, ...base)} ${count} ${Math.max(1, ...base)}`);
  svg.replaceChildren(...paths.map(([name, d]) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", d);
    return path;
  }));
}

function area(floor, top) {
  const up = top.map((value, index) => `${index} ${-value} ${index + 1} ${-value}`);
  const back = floor.map((value, index) => `${index + 1} ${-value} ${index} ${-value}`).reverse();
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
