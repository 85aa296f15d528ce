// Values as people read them.

const UNITS = ["B", "kB", "MB", "GB", "TB"];

export function bytes(size) {
  let value = size;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + " " + UNITS[unit];
}

export function count(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many);
}

const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});
const SHORT = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"});

/** 3 Nov 2026, 12:00, by the reader's clock. */
export function moment(time) {
  return DAY.format(new Date(time));
}

/** The same without the year. */
export function briefly(time) {
  return SHORT.format(new Date(time));
}

const STEPS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const RELATIVE = new Intl.RelativeTimeFormat("en", {numeric: "always"});

/** 3 days ago. */
export function ago(time, now = Date.now()) {
  const seconds = (new Date(time).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return RELATIVE.format(Math.trunc(seconds / size), unit);
    }
  }
  return "now";
}

/** 2 days 3 hours. */
export function span(millis) {
  const seconds = Math.max(0, millis / 1000);
  for (let i = 0; i < STEPS.length; i++) {
    const [unit, size] = STEPS[i];
    if (seconds >= size) {
      const whole = Math.floor(seconds / size);
      const next = STEPS[i + 1];
      const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
      return count(whole, unit, unit + "s") + (rest > 0 ? " " + count(rest, next[0], next[0] + "s") : "");
    }
  }
  return "less than a second";
}

/** sha256:2c26b46b68ff */
export function digest(text) {
  return text.slice(0, 19);
}

/** A number of 32 bits in no more digits than it has: 32.1, and not 32.099998474121094. */
function single(value) {
  for (let digits = 1; value !== undefined && digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) {
      return shorter;
    }
  }
  return value;
}

/** [0, 120), of a field of that type. */
export function interval({closure, leftMargin: lower, rightMargin: upper}, type) {
  const leftMargin = type === "FP32" ? single(lower) : lower;
  const rightMargin = type === "FP32" ? single(upper) : upper;
  const left = closure.startsWith("open");
  const right = closure.endsWith("Open");
  if (leftMargin === undefined && rightMargin === undefined) {
    return "any number";
  }
  if (leftMargin === undefined) {
    return (right ? "below " : "at most ") + rightMargin;
  }
  if (rightMargin === undefined) {
    return (left ? "above " : "at least ") + leftMargin;
  }
  return (left ? "(" : "[") + leftMargin + ", " + rightMargin + (right ? ")" : "]");
}

export function shape(dimensions = []) {
  return "[" + dimensions.map(dimension => dimension < 0 ? "n" : dimension).join(", ") + "]";
}

/** 0.9134, without the digits that nobody reads. */
export function number(value) {
  return Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(6)));
}

/** Where something serves: cluster/namespace/name. */
export function place(event) {
  return (event.cluster ? event.cluster + "/" : "") + event.namespace + "/" + event.name;
}
