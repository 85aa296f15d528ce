// Values as people read them.

export function count(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many);
}

const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit"});

/** 3 Nov 2026, 12:00, by the reader's clock. */
export function moment(time) {
  return DAY.format(new Date(time));
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

const DIGITS = 4;

/** 0.9134, without the digits that nobody reads. */
export function number(value, digits = DIGITS) {
  return Number.isSafeInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(digits)));
}

/** How many digits tell the numbers of an interval apart. */
export function digitsWithin(from, to) {
  const largest = Math.max(Math.abs(from), Math.abs(to));
  return to > from ? Math.min(17, Math.max(DIGITS, Math.ceil(Math.log10(largest) - Math.log10(to - from)) + 3)) : DIGITS;
}

/** 12.3%; what is there is never 0%. */
export function percent(share) {
  if (share > 0 && share < 0.0005) {
    return "<0.1%";
  }
  return (share * 100).toFixed(share === 0 || share === 1 ? 0 : 1) + "%";
}

/** sha256:2c26b46b68ff */
export function digest(text) {
  return text.slice(0, 19);
}
