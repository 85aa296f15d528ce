// Lanes of time: what each alias pointed to, and what each place served. Everything that is drawn is in a table too.

import {h, s, show} from "./dom.js";
import {briefly, moment, span} from "./words.js";

const LANE = 34;
const BAR = 22;
const AXIS = 26;
const DAY = 86400000;
const WINDOWS = [["All", 0], ["90 days", 90 * DAY], ["30 days", 30 * DAY], ["7 days", 7 * DAY], ["1 day", DAY]];
const LEAST = 3;
const LETTER = 7.5;

/**
 * Events and what is known of the present: what has not moved for so long that the events do not reach back to it.
 *
 * @param same whether an event is of the same lane as something present
 */
export function withPresent(events, present, same) {
  const still = present.filter(one => !events.some(event => same(event, one)));
  return events.concat(still.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)));
}

/** The lanes that are shown where there are many, in their order: those that go on, then the latest. */
export function foremost(lanes, most) {
  const last = lane => lane.spans.at(-1);
  const rank = lane => last(lane).ended ? last(lane).to : Infinity;
  const chosen = new Set(lanes.toSorted((one, other) => rank(other) === rank(one) ? 0 : rank(other) - rank(one)).slice(0, most));
  return lanes.filter(lane => chosen.has(lane));
}

/** Lanes of aliases out of their events, the last first: {name, spans: [{version, from, to, began, ended}]}. */
export function aliasLanes(events, now) {
  const lanes = new Map();
  for (const event of events.toReversed()) {
    const lane = lanes.get(event.alias) ?? {name: "@" + event.alias, spans: []};
    lanes.set(event.alias, lane);
    const at = new Date(event.at).getTime();
    let last = lane.spans.at(-1);
    if (!last && event.from !== undefined) {
      last = {version: event.from, from: undefined};
      lane.spans.push(last);
    }
    if (last && last.to === undefined) {
      last.to = at;
      last.ended = event;
    }
    if (event.to !== undefined) {
      lane.spans.push({version: event.to, from: at, began: event});
    }
  }
  return finish(lanes, now);
}

/** The same of what serves: a lane for each place and track. */
export function servingLanes(events, now) {
  const lanes = new Map();
  for (const event of events.toReversed()) {
    const name = (event.cluster ? event.cluster + "/" : "") + event.namespace + "/" + event.name;
    const key = [event.cluster, name, event.uid, event.track].join(" ");
    const lane = lanes.get(key) ?? {name, note: event.track, spans: []};
    lanes.set(key, lane);
    const at = new Date(event.at).getTime();
    const last = lane.spans.at(-1);
    if (last && last.to === undefined) {
      last.to = at;
      last.ended = event;
    } else if (!last && event.phase !== "serving") {
      lane.spans.push({version: event.version, from: undefined, to: at, ended: event});
    }
    if (event.phase === "serving") {
      lane.spans.push({version: event.version, from: at, began: event});
    }
  }
  return finish(lanes, now);
}

function finish(lanes, now) {
  const all = [...lanes.values()];
  all.forEach(lane => lane.spans.forEach(one => { one.to ??= now; }));
  return all;
}

function ends(one) {
  return one.ended && one.ended.phase === "failed";
}

function sentence(lane, one) {
  const parts = [lane.name + (lane.note ? " (" + lane.note + ")" : "") + ": version " + one.version];
  parts.push(one.from === undefined ? "until " + moment(one.to) : "from " + moment(one.from) + (one.ended ? " to " + moment(one.to) : " until now") + ", " + span(one.to - one.from));
  if (one.began) {
    parts.push("by " + one.began.by + (one.began.reason ? ": " + one.began.reason : ""));
  }
  if (ends(one)) {
    parts.push("failed" + (one.ended.reason ? ": " + one.ended.reason : ""));
  }
  return parts.join(" · ");
}

function ticks(from, to, width) {
  const steps = [60000, 300000, 900000, 3600000, 3 * 3600000, 6 * 3600000, 12 * 3600000, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];
  const wanted = Math.max(2, Math.floor(width / 130));
  const step = steps.find(one => (to - from) / one <= wanted) ?? steps.at(-1);
  const offset = new Date(from).getTimezoneOffset() * 60000;
  const all = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) {
    all.push({at, words: step >= DAY ? briefly(at).replace(/, .*/, "") : (to - from) > DAY ? briefly(at) : briefly(at).replace(/.*, /, "")});
  }
  return all;
}

function laneWords(lane) {
  return lane.note ? lane.name + " " + lane.note : lane.name;
}

function drawLane(lane, y, scale, model, tell) {
  const group = s("g", {role: "list", "aria-label": lane.name});
  for (const one of lane.spans) {
    const left = Math.max(scale(one.from ?? -Infinity), 0);
    const right = Math.min(scale(one.to), scale.width);
    if (right < 0 || left > scale.width) {
      continue;
    }
    const width = Math.max(right - left, LEAST);
    const words = sentence(lane, one);
    const label = String(one.version);
    const failed = ends(one);
    const bar = s("a", {href: "/models/" + encodeURIComponent(model) + "/versions/" + one.version, "aria-label": words,
      class: "span shade" + one.version % 4 + (one.ended ? "" : " open") + (failed ? " failed" : ""),
      focus: () => tell(words), mouseenter: () => tell(words)},
      s("title", {}, words),
      s("rect", {x: left, y: y + (LANE - BAR) / 2, width, height: BAR, rx: Math.min(4, width / 2)}),
      width > label.length * LETTER + 8 ? s("text", {x: left + 6, y: y + LANE / 2 + 4.5}, label) : undefined,
      failed ? s("text", {x: left + width - 4, y: y + LANE / 2 + 4.5, class: "mark", "text-anchor": "end"}, width > 30 + label.length * LETTER ? "✕" : "") : undefined);
    group.append(s("g", {role: "listitem"}, bar));
  }
  return group;
}

function draw(lanes, {from, to, model, at, width, names, tell}) {
  const scale = time => (time - from) / (to - from) * scale.width;
  scale.width = width - names;
  const height = lanes.length * LANE + AXIS;
  const picture = s("svg", {viewBox: "0 0 " + width + " " + height, width, height, class: "timeline", role: "group", "aria-label": "Timeline from " + moment(from) + " to " + moment(to)});
  const plot = s("g", {transform: "translate(" + names + " 0)"});
  for (const tick of ticks(from, to, scale.width)) {
    const x = scale(tick.at);
    plot.append(s("line", {x1: x, x2: x, y1: 0, y2: height - AXIS, class: "grid"}),
      s("text", {x, y: height - 8, class: "tick", "text-anchor": x > scale.width - 30 ? "end" : x < 30 ? "start" : "middle"}, tick.words));
  }
  lanes.forEach((lane, i) => {
    const y = i * LANE;
    const room = Math.floor((names - 12) / LETTER);
    const words = laneWords(lane);
    // The end of a long name tells more than its beginning.
    picture.append(s("text", {x: 0, y: y + LANE / 2 + 4.5, class: "lane"}, s("title", {}, words),
      words.length > room ? "…" + words.slice(words.length - room + 1) : words));
    plot.append(s("line", {x1: 0, x2: scale.width, y1: y + LANE, y2: y + LANE, class: "rule"}), drawLane(lane, y, scale, model, tell));
  });
  if (at !== undefined && at >= from && at <= to) {
    plot.append(s("line", {x1: scale(at), x2: scale(at), y1: 0, y2: height - AXIS + 4, class: "moment"}));
  }
  picture.append(plot);
  return picture;
}

/**
 * The picture with its choice of windows.
 *
 * @param groups {title, lanes} in their order
 * @param at the time that is looked at, if any
 */
export function timeline({groups, model, at, now}) {
  const lanes = groups.flatMap(group => group.lanes);
  const times = lanes.flatMap(lane => lane.spans.map(one => one.from ?? one.to));
  if (times.length === 0) {
    return h("p", {class: "none"}, "Nothing has happened yet: no alias was set, and nothing was told of a deployment.");
  }
  const first = Math.min(...times);
  const long = now - first;
  const windows = WINDOWS.filter(([, size]) => size === 0 || size < long);
  let size = 0;
  const said = h("p", {class: "said", "aria-live": "polite"}, "Point at a bar, or go there with the Tab key, to read who moved it and why.");
  const frame = h("div", {class: "frame"});
  const buttons = windows.map(([words, length]) => h("button", {type: "button", "aria-pressed": String(length === size), click: () => {
    size = length;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(windows[i][1] === size)));
    redraw();
  }}, words));

  function redraw() {
    const width = Math.max(280, Math.floor(frame.clientWidth || 900));
    const edge = long * 0.02 + 1000;
    const from = size === 0 ? first - edge : now - size;
    const to = size === 0 ? now + edge : now + size * 0.01;
    const names = Math.min(width < 600 ? 120 : 260, 20 + LETTER * Math.max(...lanes.map(lane => laneWords(lane).length)));
    const tell = words => { said.textContent = words; };
    show(frame, groups.filter(group => group.lanes.length > 0).map(group => [h("h3", {}, group.title),
      draw(group.lanes, {from, to, model, at, width, names, tell})]));
  }

  let width = 0;
  new ResizeObserver(() => {
    if (frame.clientWidth !== width) {
      width = frame.clientWidth;
      redraw();
    }
  }).observe(frame);
  return h("div", {class: "history"}, windows.length > 1 ? h("div", {class: "windows", role: "group", "aria-label": "How far back"}, buttons) : undefined, frame, said);
}
