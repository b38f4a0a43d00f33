// Days are counted as Python's date.toordinal counts them: 0001-01-01 is day 1. A period is
// { text, first, last }, both ends included; it stands for a year, a month or a day.
const EPOCH = 719163; // 1970-01-01
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function ordinal(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 86400000 + EPOCH;
}

function monthOf(day) {
  const date = new Date((day - EPOCH) * 86400000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const pad = (number, width) => String(number).padStart(width, "0");

function monthPeriod(month) {
  const [year, number] = [Math.floor(month / 12), (month % 12) + 1];
  return {
    text: `${pad(year, 4)}-${pad(number, 2)}`,
    first: ordinal(year, number, 1),
    last: ordinal(year, number + 1, 1) - 1,
  };
}

// "2021", "2021-08", "2021-08-15" or two of them, "2019..2021-08"; null for what is no date.
function period(text) {
  const [from, to, ...more] = text.split("..").map(single);
  if (to === undefined || more.length || !from || !to) return to === undefined ? from : null;
  return from.first <= to.last ? { text: `${from.text}..${to.text}`, first: from.first, last: to.last } : null;
}

function single(text) {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text.trim());
  if (!parts || parts[1] === "0000") return null;
  const [year, month, day] = parts.slice(1).map((part) => part && Number(part));
  if (!parts[2]) return { text: parts[0], first: ordinal(year, 1, 1), last: ordinal(year, 12, 31) };
  if (month > 12 || month < 1) return null;
  const whole = monthPeriod(year * 12 + month - 1);
  if (!parts[3]) return whole;
  const at = ordinal(year, month, day);
  return day < 1 || at > whole.last ? null : { text: parts[0], first: at, last: at };
}

// "2021-08" reads "Aug 2021".
function spoken(when) {
  if (!when) return "all dates";
  return when.text.split("..").map((text) => {
    const [year, month, day] = text.replace("~", "").split("-");
    return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
  }).join(" - ");
}

// 738034 is "2021-09-01".
function dayText(day) {
  const date = new Date((day - EPOCH) * 86400000);
  return [pad(date.getUTCFullYear(), 4), pad(date.getUTCMonth() + 1, 2), pad(date.getUTCDate(), 2)].join("-");
}
