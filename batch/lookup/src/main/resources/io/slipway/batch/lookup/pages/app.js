// Finds out from the address what to show, and shows it, or why it cannot.

import {h, show} from "./dom.js";
import {token} from "./api.js";
import {problem} from "./parts.js";
import {reportPage} from "./report.js";

const content = document.getElementById("content");
const trail = document.getElementById("trail");
const session = document.getElementById("session");

function partsOf(path) {
  try {
    return path.split("/").filter(part => part).map(decodeURIComponent);
  } catch {
    return path.split("/").filter(part => part);
  }
}

function drawTrail(set, setId) {
  const all = "/reports/" + encodeURIComponent(set);
  const steps = [h("a", {href: all}, set)];
  if (setId !== undefined) {
    steps.push(h("a", {href: all + "/" + encodeURIComponent(setId)}, setId));
  }
  steps.at(-1).setAttribute("aria-current", "page");
  show(trail, h("ol", {}, steps.map(step => h("li", {}, step))));
  document.title = [setId, set, "Predictions", "Slipway"].filter(part => part !== undefined).join(" · ");
}

function drawSession() {
  show(session, token.get()
    ? h("button", {type: "button", class: "quiet", title: "The token is kept for this tab only", click: () => { token.forget(); location.reload(); }}, "Forget the token")
    : []);
}

function askForToken(refusal) {
  const field = h("input", {id: "token", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "token-why",
    input: () => field.setCustomValidity("")});
  const wrong = token.get() !== "";
  token.forget();
  drawSession();
  show(content, h("form", {class: "sign-in", submit: event => {
    event.preventDefault();
    // Anything else cannot be sent in a header, and would look like a network that is down.
    if (/^[\x21-\x7e]+$/.test(field.value.trim())) {
      token.set(field.value.trim());
      start();
    } else {
      field.setCustomValidity("A token is letters, digits and signs without spaces: copy it again, whole and alone.");
      field.reportValidity();
    }
  }},
    h("h1", {}, "These predictions ask for a token"),
    wrong
      ? h("p", {role: "alert", class: "refused"}, "The token was refused: " + refusal.cause + ".")
      : undefined,
    h("p", {id: "token-why"}, "One with the scope ", h("strong", {}, "read"), " is enough. Whoever runs the look-up service has put it into its file of tokens."),
    h("label", {for: "token"}, "Token"), field,
    h("button", {type: "submit"}, "Look"),
    h("p", {class: "hint"}, "It is kept for this tab until you close it, and sent to this service only.")));
  field.focus();
}

async function start() {
  const [, set, setId] = partsOf(location.pathname);
  drawTrail(set, setId);
  drawSession();
  show(content, h("p", {class: "loading"}, "Loading…"));
  try {
    show(content, await reportPage(set, setId));
    drawSession();
  } catch (failure) {
    if (failure.status === 401) {
      askForToken(failure);
    } else {
      show(content, problem(failure, start));
      if (failure.status === undefined) {
        throw failure;
      }
    }
  }
  document.documentElement.dataset.ready = location.pathname;
}

start();
