// Finds out from the address what to show, and shows it, or why it cannot.

import {h, show} from "./dom.js";
import {token} from "./api.js";
import {problem} from "./parts.js";
import {modelsPage} from "./models.js";
import {modelPage} from "./model.js";
import {versionPage} from "./version.js";

const content = document.getElementById("content");
const trail = document.getElementById("trail");
const session = document.getElementById("session");

function partsOf(path) {
  try {
    return path.split("/").filter(part => part).map(decodeURIComponent);
  } catch {
    return [path];
  }
}

function route(path) {
  const parts = partsOf(path);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === "models")) {
    return {crumbs: [], show: modelsPage};
  }
  if (parts[0] === "models" && parts.length === 2) {
    return {crumbs: [parts[1]], show: () => modelPage(parts[1])};
  }
  if (parts[0] === "models" && parts[2] === "versions" && parts.length === 4) {
    return {crumbs: [parts[1], parts[3]], show: () => versionPage(parts[1], parts[3])};
  }
  return {crumbs: [], show: async () => h("section", {class: "problem"},
    h("h1", {}, "It is not there"), h("p", {}, "There is no page of this address."), h("p", {}, h("a", {href: "/models"}, "All models")))};
}

function drawTrail(crumbs) {
  const steps = [h("a", {href: "/models"}, "Models")];
  if (crumbs.length > 0) {
    const model = "/models/" + encodeURIComponent(crumbs[0]);
    steps.push(h("a", {href: model}, crumbs[0]));
    if (crumbs.length > 1) {
      const name = crumbs[1].startsWith("sha256:") ? crumbs[1].slice(0, 19) : crumbs[1];
      steps.push(h("a", {href: model + "/versions/" + encodeURIComponent(crumbs[1])}, name));
    }
  }
  steps.at(-1).setAttribute("aria-current", "page");
  show(trail, h("ol", {}, steps.map(step => h("li", {}, step))));
  document.title = [...crumbs.toReversed(), ...(crumbs.length ? [] : ["Models"]), "Slipway"].join(" · ");
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
    h("h1", {}, "This registry asks for a token"),
    wrong
      ? h("p", {role: "alert", class: "refused"}, "The token was refused: " + refusal.cause + ". " + refusal.next[0].toUpperCase() + refusal.next.slice(1) + ".")
      : undefined,
    h("p", {id: "token-why"}, "To look, a token with the scope ", h("strong", {}, "read"), " is enough; every other scope includes it. Whoever runs the registry makes one with ",
      h("code", {}, "slipway-registry token make NAME read"), "."),
    h("label", {for: "token"}, "Token"), field,
    h("button", {type: "submit"}, "Look"),
    h("p", {class: "hint"}, "It is kept for this tab until you close it, and sent to this registry only.")));
  field.focus();
}

async function start() {
  const {crumbs, show: page} = route(location.pathname);
  drawTrail(crumbs);
  drawSession();
  show(content, h("p", {class: "loading"}, "Loading…"));
  try {
    show(content, await page());
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
  document.documentElement.dataset.millis = Math.round(performance.now());
  document.documentElement.dataset.ready = location.pathname;
}

start();
