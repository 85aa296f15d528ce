// All models at a glance.

import {get} from "./api.js";
import {h, show} from "./dom.js";
import {count} from "./words.js";
import {alias, modelLink, snippet, state, table, time, use, versionLink} from "./parts.js";

const AT_ONCE = 50;
const PAUSE = 180;
const SERVING_SHOWN = 3;

function rows(models) {
  return models.map(model => [
    [modelLink(model.name), model.description ? h("span", {class: "about"}, model.description) : undefined],
    model.newest
      ? [versionLink(model.name, model.newest.version), " ", state(model.newest), h("span", {class: "about"}, count(model.versions, "version", "versions"))]
      : h("span", {class: "none"}, "no version yet"),
    model.aliases.length === 0 ? h("span", {class: "none"}, "none")
      : h("ul", {class: "plain"}, model.aliases.map(one => h("li", {}, alias(one.alias), " ", versionLink(model.name, one.version)))),
    model.serving.length === 0 ? h("span", {class: "none"}, "nowhere")
      : h("ul", {class: "plain"}, model.serving.slice(0, SERVING_SHOWN).map(event => h("li", {}, use(model.name, event))),
        model.serving.length > SERVING_SHOWN ? h("li", {class: "about"}, "and " + count(model.serving.length - SERVING_SHOWN, "more", "more")) : undefined),
    time(model.changedAt),
  ]);
}

function howToBegin() {
  return h("section", {class: "begin"},
    h("h2", {}, "No model yet"),
    h("p", {}, "Push the first one: any PMML or ONNX file. With a token that has the scope ", h("strong", {}, "push"), " in ", h("code", {}, "SLIPWAY_REGISTRY_TOKEN"), ":"),
    snippet("From the command line", "slipwayctl push churn churn.pmml --registry " + location.origin),
    snippet("From Python", `import slipway\n\nslipway.push("churn.onnx", name="churn")`));
}

export async function modelsPage() {
  let search = new URLSearchParams(location.search).get("search") ?? "";
  let all = [];
  let next = "";
  let turn = 0;
  const list = h("div");
  const said = h("p", {role: "status", class: "said"});
  const more = h("button", {type: "button", class: "more", hidden: true}, "Show more");
  const field = h("input", {id: "search", type: "search", value: search, autocomplete: "off", spellcheck: "false", placeholder: "Name or description"});
  const finder = h("form", {class: "finder", role: "search", submit: event => event.preventDefault()}, h("label", {for: "search", class: "unseen"}, "Search models"), field);

  async function load(after) {
    const mine = ++turn;
    const answer = await get("/v1/models:overview", {search, after, limit: AT_ONCE});
    if (mine !== turn) {
      return;
    }
    all = after ? all.concat(answer.models) : answer.models;
    next = answer.next ? all.at(-1).name : "";
    more.hidden = !next;
    finder.hidden = all.length === 0 && search === "";
    said.textContent = all.length === 0 && search !== "" ? "No model has “" + search + "” in its name or description." : "";
    show(list, all.length > 0
      ? table({caption: "Models", heads: ["Model", "Newest version", "Aliases", "Serving", "Last change"], rows: rows(all)})
      : search === "" ? howToBegin() : []);
  }

  function fail(error) {
    said.textContent = error.message;
  }

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      search = field.value.trim();
      history.replaceState(null, "", search ? "?" + new URLSearchParams({search}) : location.pathname);
      load("").catch(fail);
    }, PAUSE);
  });
  more.addEventListener("click", () => load(next).catch(fail));
  await load("");
  return [h("div", {class: "title"}, h("h1", {}, "Models"), finder), said, list, more];
}
