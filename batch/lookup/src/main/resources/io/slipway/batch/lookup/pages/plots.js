// Plots of how an output is distributed, now and in the set version before. Each says in words what it shows; the numbers are in a table beside it.

import {h, s} from "./dom.js";
import {digitsWithin, number, percent} from "./words.js";

// A narrow screen gets a narrow plot, whose letters are as large.
const WIDTH = Math.max(280, Math.min(640, window.innerWidth - 70));
const HEIGHT = 180;
const LEFT = 46;
const FLOOR = 152;
const TOP = 10;

export function legend(compared) {
  return h("ul", {class: "legend", "aria-hidden": "true"}, h("li", {class: "now"}, "this set version"),
    compared ? h("li", {class: "before"}, "the one before") : undefined);
}

/** Shares of numbers in equal steps: filled now, an outline before. */
export function bars({from, to, now, before}, words) {
  const highest = Math.max(...now, ...(before ?? []), 1e-9);
  const step = (WIDTH - LEFT) / now.length;
  const y = share => FLOOR - share / highest * (FLOOR - TOP);
  const filled = now.map((share, i) => share > 0
    ? s("rect", {class: "now", x: LEFT + i * step + 0.5, y: y(share), width: step - 1, height: FLOOR - y(share)})
    : undefined);
  let line = "M" + LEFT + " " + FLOOR;
  (before ?? []).forEach((share, i) => {
    line += " L" + (LEFT + i * step) + " " + y(share) + " L" + (LEFT + (i + 1) * step) + " " + y(share);
  });
  line += " L" + WIDTH + " " + FLOOR;
  const digits = digitsWithin(from, to);
  const ticks = roundBetween(from, to).map(value => {
    const x = LEFT + (value - from) / (to - from) * (WIDTH - LEFT);
    return [s("line", {class: "axis", x1: x, y1: FLOOR, x2: x, y2: FLOOR + 5}),
      s("text", {x, y: FLOOR + 19, "text-anchor": x > WIDTH - 12 ? "end" : "middle"}, number(value, digits))];
  });
  return s("svg", {class: "plot", viewBox: "0 0 " + WIDTH + " " + HEIGHT, role: "img", "aria-label": words},
    s("text", {x: LEFT - 6, y: TOP + 4, "text-anchor": "end"}, percent(highest)),
    s("text", {x: LEFT - 6, y: FLOOR + 4, "text-anchor": "end"}, "0%"),
    filled,
    before ? s("path", {class: "before", d: line}) : undefined,
    s("line", {class: "axis", x1: LEFT, y1: FLOOR, x2: WIDTH, y2: FLOOR}),
    ticks);
}

/** Some round numbers of an interval. */
function roundBetween(from, to) {
  const rough = (to - from) / (WIDTH > 480 ? 5 : 3);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= rough);
  const values = [];
  for (let i = Math.ceil(from / step); i * step <= to && values.length < 12; i++) {
    values.push(i * step);
  }
  return values;
}

const ROW = 26;
const NAMES = WIDTH > 480 ? 190 : 100;
const SAID = 110;
const LONGEST = WIDTH > 480 ? 24 : 12;

/** Shares of labels, a line each: [{name, now, before}], before undefined where there is nothing to compare with. */
export function lines(shares, words) {
  const highest = Math.max(...shares.flatMap(share => [share.now, share.before ?? 0]), 1e-9);
  const room = WIDTH - NAMES - SAID;
  const width = share => Math.max(share / highest * room, share > 0 ? 1 : 0);
  return s("svg", {class: "plot", viewBox: "0 0 " + WIDTH + " " + shares.length * ROW, role: "img", "aria-label": words},
    shares.map((share, i) => [
      s("text", {class: "name", x: NAMES - 8, y: i * ROW + 17, "text-anchor": "end"}, share.name.length > LONGEST ? share.name.slice(0, LONGEST - 1) + "…" : share.name),
      s("rect", {class: "now", x: NAMES, y: i * ROW + 6, width: width(share.now), height: 14}),
      share.before === undefined ? undefined : s("rect", {class: "before", x: NAMES, y: i * ROW + 3.5, width: width(share.before), height: 19}),
      s("text", {x: WIDTH - SAID + 8, y: i * ROW + 17}, share.before === undefined ? percent(share.now) : percent(share.before) + " → " + percent(share.now)),
    ]));
}
