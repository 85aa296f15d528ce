// What a set version is like, beside the one before it.

import {h, show} from "./dom.js";
import {get, setsPath} from "./api.js";
import {facts, hash, section, setLink, table, time} from "./parts.js";
import {bars, legend, lines} from "./plots.js";
import {count, digitsWithin, number, percent} from "./words.js";

/** More at once would make a page slow that hardly anybody reads to its end. */
const OUTPUTS = 20;
const LABELS = 12;

export async function reportPage(set, setId) {
  const {sets} = await get(setsPath(set));
  const current = sets.find(version => version.current) ?? sets.find(version => version.state === "LOADED");
  const wanted = setId ?? current?.setId;
  const versions = section("sets", "Set versions", versionTable(set, sets, wanted));
  if (wanted === undefined) {
    return [heading(set), h("p", {}, "Nothing was published under this name yet."), sets.length > 0 ? versions : undefined];
  }
  const report = await get(setsPath(set) + "/" + encodeURIComponent(wanted) + "/report");
  return [heading(set, report), about(report), rows(report), outputs(report), reasons(report), versions];
}

function heading(set, report) {
  return h("div", {class: "title"}, h("div", {}, h("h1", {}, set),
    report ? h("p", {class: "lead"}, "Set version " + report.setId + ", ", standing(report)) : undefined));
}

function standing({current, state}) {
  return current ? "which readers have now"
    : {PUBLISHED: "which readers had, and can have again", LOADED: "which nobody has read yet", LOADING: "which is being loaded", RETIRED: "whose rows are gone"}[state] ?? state.toLowerCase();
}

function about(report) {
  return facts([
    ["Model", report.model.name + " " + report.model.version],
    ["Digest", hash(report.model.digest, "the digest")],
    ["Input read", time(report.scoredAt)],
    ["Published", report.publishedAt ? time(report.publishedAt) : "not yet"],
    ["Rows", number(report.rows)],
    ["Without a prediction", number(report.errors) + (report.rows > 0 ? " (" + percent(report.errors / report.rows) + ")" : "")],
    ["Run", hash(report.runId, "the run's id")],
  ]);
}

function rows(report) {
  const {previous} = report;
  if (!previous) {
    return section("rows", "Rows", h("p", {}, "There was no set version before this one to compare it with."));
  }
  const change = previous.rows === 0 ? "" : change100((report.rows - previous.rows) / previous.rows);
  return section("rows", "Rows",
    h("p", {}, count(report.rows, "row", "rows") + change + " beside set version ", setLink(report.set, previous.setId), " of model " + previous.model.name + " " + previous.model.version
      + (previous.model.digest === report.model.digest ? ", the same model" : ", another model") + "."),
    table({caption: "Rows of both set versions", heads: ["Set version", "Rows", "With a prediction", "Without", "Of all", "Input read"], rows: [report, previous].map(version => [
      setLink(report.set, version.setId), number(version.rows), number(version.rows - version.errors), number(version.errors),
      version.rows > 0 ? percent(version.errors / version.rows) : "–", time(version.scoredAt)])}));
}

function change100(part) {
  return part === 0 ? ", as many as before," : ", " + percent(Math.abs(part)) + (part > 0 ? " more" : " fewer") + ",";
}

/** The customary reading of the index: below a tenth hardly any change, from a quarter on a large one. */
function verdict({drift}) {
  return drift >= 0.25 ? ["much", "A large change"] : drift >= 0.1 ? ["some", "Some change"] : ["little", "Hardly any change"];
}

function outputs(report) {
  if (!report.summarised) {
    return section("outputs", "Predictions", h("p", {}, report.state === "RETIRED"
      ? "The rows are gone, and with them what was known of them."
      : unreadable(report, report.setId) ?? "Nothing is known of its values: it was loaded without a summary."));
  }
  const sorted = [...report.outputs].sort((one, other) => (other.drift?.drift ?? -1) - (one.drift?.drift ?? -1));
  const place = h("div", {}, sorted.slice(0, OUTPUTS).map(one => output(one)));
  const rest = sorted.slice(OUTPUTS);
  const more = rest.length > 0 ? h("button", {type: "button", class: "more", click: () => {
    show(place, sorted.map(one => output(one)));
    more.remove();
  }}, "Show " + rest.length + " more outputs") : undefined;
  return section("outputs", "Predictions",
    report.compared ? undefined : h("p", {}, report.previous
      ? unreadable(report, report.previous.setId) ?? ["There is no summary of set version ", setLink(report.set, report.previous.setId), " to compare with."]
      : "There is nothing to compare with."),
    legend(report.compared), place, more);
}

function unreadable(report, setId) {
  const found = report.unreadable?.find(one => one.setId === setId);
  return found ? "The summary of set version " + setId + " cannot be read: " + found.why + ". Its predictions are answered all the same, and the next run keeps a summary of its own." : undefined;
}

function output(one) {
  const now = one.now;
  return h("div", {class: "output"},
    h("h3", {}, one.name),
    judged(one),
    h("p", {class: "about"}, described(now), one.before ? " Before: " + described(one.before) : ""),
    plot(one),
    one.drift ? h("details", {}, h("summary", {}, "The numbers"), classTable(one)) : undefined);
}

function judged({drift, notComparable}) {
  if (notComparable) {
    return h("p", {}, "Not compared: " + notComparable + ".");
  }
  if (!drift) {
    return undefined;
  }
  const [kind, words] = verdict(drift);
  return h("p", {}, h("span", {class: "verdict " + kind}, words), ": population stability index " + number(drift.index)
    + ", of which chance may make " + number(drift.chance) + ".");
}

function described(values) {
  const parts = [count(values.values, "value", "values")];
  if (values.min !== undefined) {
    const digits = digitsWithin(values.min, values.max);
    parts.push("from " + number(values.min, digits) + " to " + number(values.max, digits) + ", mean " + number(values.mean, digits));
  }
  if (values.kind === "Labels") {
    parts.push(count(values.labels.length, "label", "labels") + (values.others > 0 ? " and " + count(values.others, "value", "values") + " of others" : ""));
  }
  if (values.kind === "Texts") {
    parts.push("too many different texts to be counted");
  }
  if (values.missing > 0) {
    parts.push(number(values.missing) + " missing");
  }
  if (values.notNumbers > 0) {
    parts.push(number(values.notNumbers) + " not a number");
  }
  if (values.infinite > 0) {
    parts.push(number(values.infinite) + " infinite");
  }
  return parts.join(", ") + ".";
}

function plot(one) {
  if (one.bars) {
    const {from, to} = one.bars;
    const digits = digitsWithin(from, to);
    return bars(one.bars, one.name + ": shares of the values from " + number(from, digits) + " to " + number(to, digits) + ". " + largest(one));
  }
  const shares = one.drift ? classShares(one.drift.classes) : labelShares(one.now);
  return shares.length === 0 ? undefined : lines(shares.slice(0, LABELS), one.name + ": shares of the most frequent values. " + largest(one));
}

function classShares(classes) {
  const total = key => Math.max(1, classes.reduce((sum, one) => sum + one[key], 0));
  const [now, before] = [total("now"), total("before")];
  return classes.map(one => ({name: one.name, now: one.now / now, before: one.before / before}));
}

function labelShares({labels = [], values}) {
  return labels.map(({label, count: many}) => ({name: label === "" ? "(empty text)" : label, now: many / Math.max(1, values)}));
}

/** Where most of the difference is, for who does not see the plot. */
function largest({drift}) {
  if (!drift || drift.classes.length < 2) {
    return "";
  }
  const most = classShares(drift.classes).reduce((one, other) => Math.abs(other.now - other.before) > Math.abs(one.now - one.before) ? other : one);
  return most.now === most.before ? "No share differs from before." : "The share that differs most is " + most.name + ": " + percent(most.before) + " before, " + percent(most.now) + " now.";
}

function classTable({name, drift}) {
  const shares = classShares(drift.classes);
  return table({caption: "Classes of " + name + " in both set versions", heads: ["Values", "Before", "Share", "Now", "Share"],
    rows: drift.classes.map((one, i) => [one.name, number(one.before), percent(shares[i].before), number(one.now), percent(shares[i].now)])});
}

function reasons(report) {
  if (!report.summarised || report.errors === 0) {
    return report.errors === 0 ? section("errors", "Errors", h("p", {}, "Every row has a prediction.")) : undefined;
  }
  return section("errors", "Errors",
    table({caption: "Why rows have no prediction", heads: ["Reason", "Rows", "Of all errors", "For example"], empty: "", rows: report.reasons.map(reason => [
      reason.shape, number(reason.count), percent(reason.count / report.errors), [h("code", {}, reason.key), h("span", {class: "about"}, reason.example)]])}),
    report.otherReasons > 0 ? h("p", {}, count(report.otherReasons, "row has another reason", "rows have other reasons") + ".") : undefined);
}

function versionTable(set, sets, shown) {
  return table({caption: "Set versions, newest first", heads: ["Set version", "State", "Model", "Rows", "Errors", "Published"], empty: "There is none.",
    rows: sets.map(version => [
      String(version.setId) === String(shown) ? h("strong", {"aria-current": "true"}, String(version.setId)) : setLink(set, version.setId),
      h("span", {class: "state"}, version.current ? "current" : version.state.toLowerCase()),
      version.model.name + " " + version.model.version, number(version.rows), number(version.errors), version.publishedAt ? time(version.publishedAt) : "–"])});
}
