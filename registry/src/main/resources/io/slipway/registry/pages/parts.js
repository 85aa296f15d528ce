// Parts that several pages have.

import {h, show} from "./dom.js";
import {ago, digest, moment, place} from "./words.js";

/** A time as a person says it; what it is exactly on hover. */
export function time(at) {
  return h("time", {datetime: at, title: moment(at) + " (" + at + ")"}, ago(at));
}

export function modelLink(model, ...words) {
  return h("a", {href: "/models/" + encodeURIComponent(model)}, words.length ? words : model);
}

export function versionLink(model, version, ...words) {
  return h("a", {href: "/models/" + encodeURIComponent(model) + "/versions/" + encodeURIComponent(version)},
    words.length ? words : String(version));
}

export function alias(name) {
  return h("span", {class: "alias", title: "The alias " + name}, "@" + name);
}

const STATES = {READY: "✓", REJECTED: "✕", VALIDATING: "…", PENDING: "○"};

export function state(version) {
  const name = version.deleted ? "DELETED" : version.state;
  return h("span", {class: "state " + name.toLowerCase()}, h("span", {"aria-hidden": "true"}, STATES[name] ?? "–"), " ", name.toLowerCase());
}

/** A use of a version, in a line. */
export function use(model, event) {
  return h("span", {class: "use"}, h("span", {class: "track " + event.track}, event.track), " ", place(event), " ", versionLink(model, event.version));
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

export function labels(all = {}) {
  const entries = Object.entries(all);
  return entries.length === 0 ? undefined
    : h("ul", {class: "labels", "aria-label": "Labels"}, entries.map(([key, value]) => h("li", {}, key + "=" + value)));
}

/** A button that copies, and says that it did. */
export function copy(text, what) {
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

export function hash(text, what = "the digest") {
  return h("span", {class: "hash"}, h("code", {title: text}, digest(text)), " ", copy(text, what));
}

export function snippet(title, text) {
  return h("figure", {class: "snippet"}, h("figcaption", {}, title, copy(text, title)), h("pre", {tabindex: "0"}, h("code", {}, text)));
}

/** What went wrong, and what to do. */
export function problem(failure, again) {
  const known = failure.status !== undefined;
  const title = {404: "It is not there", 410: "It was deleted", 403: "The token is not good for this", 503: "The registry is busy", 0: "The registry does not answer"}[failure.status]
    ?? "This could not be shown";
  return h("section", {class: "problem", role: "alert"},
    h("h1", {}, title),
    h("p", {}, known ? [h("code", {}, failure.object), ": " + failure.cause + "."] : "The page has a defect: " + failure.message),
    known ? h("p", {}, h("strong", {}, "What to do: "), failure.next + ".") : undefined,
    h("p", {class: "actions"}, h("button", {type: "button", click: again}, "Try again"), h("a", {href: "/models"}, "All models")));
}

/** A list that goes on when one asks for it: load(rows so far) answers {rows, more}. */
export function growing(render, load) {
  const place = h("div");
  const all = [];
  let failed;
  const button = h("button", {type: "button", class: "more"}, "Show older");
  const said = h("span", {role: "status"});
  async function go() {
    button.disabled = true;
    try {
      const {rows, more} = await load(all);
      all.push(...rows);
      failed = undefined;
      show(place, render(all));
      button.hidden = !more;
      said.textContent = "";
    } catch (error) {
      failed = error;
      said.textContent = error.message;
    }
    button.textContent = failed ? "Try again" : "Show older";
    button.disabled = false;
    return failed;
  }
  button.addEventListener("click", go);
  return {element: [place, button, said], first: async () => { if (await go()) { throw failed; } }};
}
