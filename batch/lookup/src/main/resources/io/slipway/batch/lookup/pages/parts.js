// Parts that the sections of a report have.

import {h} from "./dom.js";
import {ago, digest, moment} from "./words.js";

/** A time as a person says it; what it is exactly on hover. */
export function time(at) {
  return h("time", {datetime: at, title: moment(at) + " (" + at + ")"}, ago(at));
}

export function setLink(set, setId, ...words) {
  return h("a", {href: "/reports/" + encodeURIComponent(set) + "/" + setId}, words.length ? words : String(setId));
}

/** A table that is a list of cards on a narrow screen. */
export function table({caption, heads, rows, empty}) {
  if (rows.length === 0) {
    return h("p", {class: "none"}, empty);
  }
  return h("div", {class: "scroll"}, h("table", {},
    h("caption", {class: "unseen"}, caption),
    h("thead", {}, h("tr", {}, heads.map(head => h("th", {scope: "col"}, head)))),
    h("tbody", {}, rows.map(cells => h("tr", {}, cells.map((cell, i) => i === 0
      ? h("th", {scope: "row", "data-head": heads[i]}, cell)
      : h("td", {"data-head": heads[i]}, h("div", {}, cell))))))));
}

export function section(id, title, ...children) {
  return h("section", {"aria-labelledby": id}, h("h2", {id}, title), children);
}

export function facts(pairs) {
  return h("dl", {class: "facts"}, pairs.filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

/** A button that copies, and says that it did. */
function copy(text, what) {
  const say = (shown, spoken) => {
    button.textContent = shown;
    button.setAttribute("aria-label", spoken);
  };
  const button = h("button", {type: "button", class: "copy", "aria-label": "Copy " + what, click: async () => {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied", "Copied " + what);
    } catch {
      say("Select it and copy", "Cannot copy " + what + ": select it and copy");
    }
    setTimeout(() => say("Copy", "Copy " + what), 2000);
  }}, "Copy");
  return button;
}

export function hash(text, what) {
  return h("span", {class: "hash"}, h("code", {title: text}, digest(text)), " ", copy(text, what));
}

/** What went wrong, and what to do. */
export function problem(failure, again) {
  const known = failure.status !== undefined;
  const title = {404: "It is not there", 403: "The token is not good for this", 503: "The warehouse is away", 0: "The look-up service does not answer"}[failure.status]
    ?? "This could not be shown";
  return h("section", {class: "problem", role: "alert"},
    h("h1", {}, title),
    h("p", {}, known ? [h("code", {}, failure.object), ": " + failure.cause + "."] : "The page has a defect: " + failure.message),
    known ? h("p", {}, h("strong", {}, "What to do: "), failure.next + ".") : undefined,
    h("p", {class: "actions"}, h("button", {type: "button", click: again}, "Try again")));
}
