// One model: what serves, at any time; its timeline; its versions.

import {get, modelPath} from "./api.js";
import {h, show} from "./dom.js";
import {bytes, count, moment, place} from "./words.js";
import {alias, facts, growing, labels, section, state, table, time, versionLink} from "./parts.js";
import {aliasLanes, foremost, servingLanes, timeline, withPresent} from "./timeline.js";

const MOVES = 1000;
const EVENTS = 500;
const VERSIONS = 50;
const LANES = 12;

function now(model, snapshot) {
  return h("div", {class: "pair"},
    h("div", {}, h("h3", {}, "Aliases"), table({
      caption: "Where aliases pointed", heads: ["Alias", "Version", "Since", "By", "Reason"], empty: "No alias pointed anywhere.",
      rows: snapshot.aliases.map(one => [alias(one.alias), versionLink(model, one.version), time(one.at), one.by, one.reason ?? ""]),
    })),
    h("div", {}, h("h3", {}, "Serving"), table({
      caption: "What served", heads: ["Where", "As", "Version", "Since"], empty: "Nothing was told to serve.",
      rows: snapshot.serving.map(event => [place(event), h("span", {class: "track " + event.track}, event.track), versionLink(model, event.version), time(event.at)]),
    })));
}

/** 2026-11-03T12:00, by the reader's clock, as a field of a form has it. */
function local(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function timeTravel(model, snapshot, wanted) {
  const base = "/models/" + encodeURIComponent(model);
  const field = h("input", {id: "at", type: "datetime-local", value: local(snapshot.at), max: "9999-12-31T23:59"});
  return section("now", wanted ? "What served then" : "What serves now",
    h("form", {class: "travel", submit: event => {
      event.preventDefault();
      const time = new Date(field.value);
      if (!Number.isNaN(time.getTime())) {
        location.assign(base + "?at=" + time.toISOString().replace(".000Z", "Z"));
      }
    }},
      h("label", {for: "at"}, "What served at"), field, h("button", {type: "submit"}, "Look"),
      wanted ? h("a", {href: base}, "Back to now") : undefined),
    wanted ? h("p", {class: "then"}, "As it was at ", h("strong", {}, moment(snapshot.at)), " (", h("code", {}, snapshot.at), ")") : undefined,
    now(model, snapshot));
}

function moves(model, events) {
  return table({
    caption: "Moves of aliases, the last first", heads: ["When", "Alias", "From", "To", "By", "Reason"], empty: "No alias was ever set.",
    rows: events.map(event => [time(event.at), alias(event.alias), event.from ? versionLink(model, event.from) : "–",
      event.to ? versionLink(model, event.to) : "taken away", event.by, event.reason ?? ""]),
  });
}

/** What was told of deployments, the last first. */
export function uses(model, events) {
  return table({
    caption: "What was told of deployments, the last first", heads: ["When", "Where", "As", "Version", "What", "By", "Reason"], empty: "Nothing was told.",
    rows: events.map(event => [time(event.at), place(event), h("span", {class: "track " + event.track}, event.track), versionLink(model, event.version),
      h("span", {class: "phase " + event.phase}, event.phase), event.by, event.reason ?? ""]),
  });
}

/** Goes back through history; what happened at the very time of the last that is known comes again, and is known. */
export function older(path, query, limit) {
  return async known => {
    const to = known.length ? new Date(new Date(known.at(-1).at).getTime() + 1).toISOString() : undefined;
    const answer = await get(path + "/history", {...query, to, limit});
    const key = event => event.id ?? event.alias + " " + event.sequence;
    const keys = new Set(known.map(key));
    const rows = answer.events.filter(event => !keys.has(key(event)));
    return {rows, more: !answer.complete && rows.length > 0};
  };
}

/** In which roles a version serves, and in how many places. */
function tracks(serving) {
  return [...new Set(serving.map(event => event.track))].map(track => {
    const places = serving.filter(event => event.track === track);
    return [" ", h("span", {class: "track " + track, title: track + " in " + places.map(place).join(", ")}, track + (places.length > 1 ? " in " + places.length + " places" : ""))];
  });
}

function versions(model, aliases, serving) {
  const path = modelPath(model);
  let wanted = "";
  const body = h("div");
  function render(all) {
    const numbers = new Map(all.map(version => [version.digest, version.version]));
    return table({
      caption: "Versions, the newest first", heads: ["Version", "State", "Format", "Size", "Parent", "Created", "By"], empty: wanted ? "No version is " + wanted.toLowerCase() + "." : "No version yet. Push one with slipwayctl push " + model + " FILE.",
      rows: all.map(version => [
        h("span", {class: "name"}, versionLink(model, version.version), aliases.filter(one => one.version === version.version).map(one => [" ", alias(one.alias)]),
          tracks(serving.filter(event => event.version === version.version))),
        [state(version), version.deprecated ? [" ", h("span", {class: "state deprecated", title: version.deprecated.reason ?? ""}, "! deprecated")] : undefined],
        version.format ?? "–", bytes(version.size),
        version.parent ? versionLink(model, numbers.get(version.parent) ?? version.parent, numbers.get(version.parent) ?? h("code", {}, version.parent.slice(7, 15))) : "–",
        time(version.registeredAt), version.registeredBy]),
    });
  }
  function fresh() {
    const state = wanted;
    const list = growing(render, async known => {
      const answer = await get(path + "/versions", {state, before: known.at(-1)?.version, limit: VERSIONS});
      return {rows: answer.versions, more: Boolean(answer.next)};
    });
    return list;
  }
  const choice = h("select", {id: "state", change: async () => {
    wanted = choice.value;
    const list = fresh();
    show(body, list.element);
    // What failed is said beside the list.
    await list.first().catch(() => {});
  }}, ["", "READY", "REJECTED", "VALIDATING", "PENDING"].map(one => h("option", {value: one}, one ? one.toLowerCase() : "any state")));
  const jump = h("input", {id: "jump", autocomplete: "off", placeholder: "7, @champion or sha256:…", required: true});
  const element = section("versions", "Versions",
    h("div", {class: "tools"}, h("label", {for: "state"}, "State"), choice,
      h("form", {submit: event => { event.preventDefault(); location.assign("/models/" + encodeURIComponent(model) + "/versions/" + encodeURIComponent(jump.value.trim())); }},
        h("label", {for: "jump"}, "Go to"), jump, h("button", {type: "submit"}, "Go"))),
    body);
  return {element, first: async () => { const list = fresh(); await list.first(); show(body, list.element); }};
}

export async function modelPage(model) {
  const path = modelPath(model);
  const wanted = new URLSearchParams(location.search).get("at") ?? undefined;
  const [about, present, snapshot, moved, told] = await Promise.all([
    get(path), get(path + "/history", {at: "now"}), wanted ? get(path + "/history", {at: wanted}) : undefined,
    get(path + "/history", {type: "alias", limit: MOVES}), get(path + "/history", {type: "deployment", limit: EVENTS})]);
  const today = Date.parse(present.at);
  const list = versions(model, present.aliases, present.serving);
  const deployments = growing(all => uses(model, all), older(path, {type: "deployment"}, VERSIONS));
  await Promise.all([list.first(), deployments.first()]);
  const aliases = aliasLanes(withPresent(moved.events, present.aliases.map(one => ({...one, to: one.version})),
    (event, one) => event.alias === one.alias), today);
  const lanes = servingLanes(withPresent(told.events, present.serving,
    (event, one) => place(event) === place(one) && event.uid === one.uid && event.track === one.track), today);
  return [
    h("div", {class: "title"}, h("div", {}, h("h1", {}, about.name), about.description ? h("p", {class: "lead"}, about.description) : undefined)),
    labels(about.labels),
    timeTravel(model, snapshot ?? present, wanted),
    section("timeline", "Timeline",
      timeline({model, now: today, at: wanted ? Date.parse(wanted) : undefined, groups: [
        {title: "Aliases", lanes: aliases},
        {title: "Deployments", lanes: foremost(lanes, LANES)}]}),
      moved.complete ? undefined : h("p", {class: "hint"}, "The last " + count(MOVES, "move", "moves") + "; the history goes further back."),
      lanes.length > LANES ? h("p", {class: "hint"}, "The " + LANES + " places that serve or did so last, of " + lanes.length + "; the table below has all.") : undefined,
      h("details", {}, h("summary", {}, "Moves of aliases as a table"), moves(model, moved.events)),
      h("details", {}, h("summary", {}, "Deployments as a table"), deployments.element)),
    list.element,
    section("about", "About", facts([
      ["Created", [time(about.createdAt), " by " + about.createdBy]],
      ["Retention", about.retention ? "the last " + about.retention.keepLast + ", and what was of use in the last " + count(about.retention.keepUnusedDays, "day", "days") : "every version is kept"]])),
  ];
}
