// One version: what it takes and gives, where it comes from, its files, where it is.

import {download, get, modelPath, token, versionPath as pathOf} from "./api.js";
import {h, outward, show} from "./dom.js";
import {bytes, count, interval, number, place, shape} from "./words.js";
import {alias, facts, growing, hash, labels, section, snippet, state, table, time, versionLink} from "./parts.js";
import {older, uses} from "./model.js";

const FIELDS = 100;
const VALUES = 12;
const RELATIVES = 10;
const EVENTS = 50;
const LARGE = 1e9;

function accepts(field) {
  const parts = [];
  const values = field.allowedValues ?? [];
  if (values.length > 0) {
    const list = h("ul", {class: "values"}, values.slice(0, VALUES).map(value => h("li", {}, value)));
    if (values.length > VALUES) {
      const rest = h("button", {type: "button", class: "quiet", click: () => list.replaceChildren(...values.map(value => h("li", {}, value)))}, "all " + values.length);
      list.append(h("li", {class: "bare"}, rest));
    }
    parts.push(list);
  }
  if (field.intervals?.length) {
    parts.push(h("span", {class: "range"}, field.intervals.map(one => interval(one, field.type)).join(" or ")));
  }
  if (field.default !== undefined) {
    parts.push(h("span", {class: "about"}, "missing means " + field.default));
  }
  return parts;
}

function fields(id, title, all, takes) {
  const body = h("div");
  const said = all.some(field => accepts(field).length > 0);
  function draw(some) {
    show(body, table({
      caption: title, empty: "It says of none.",
      heads: ["Name", "Type", "Shape", ...(takes ? ["Value"] : []), ...(said ? [takes ? "Accepts" : "Values"] : [])],
      rows: some.map(field => [field.name, h("code", {}, field.type), h("code", {}, shape(field.shape)),
        ...(takes ? [field.presence === "optional" ? "optional" : "required"] : []), ...(said ? [accepts(field)] : [])]),
    }), some.length < all.length ? h("button", {type: "button", class: "more", click: () => draw(all)}, "Show all " + all.length) : undefined);
  }
  draw(all.slice(0, FIELDS));
  return section(id, title + " (" + all.length + ")", body);
}

function relative(model, one, kin) {
  return h("li", {class: kin}, versionLink(model, one.version, "version ", String(one.version)), " ", state(one),
    h("span", {class: "about"}, kin === "self" ? "this one, " : "", time(one.registeredAt), " by " + one.registeredBy,
      one.deleted ? " · deleted by " + one.deleted.by + (one.deleted.reason ? ": " + one.deleted.reason : "") : ""));
}

function family(model, version, relatives) {
  const oldest = relatives.ancestors.at(-1);
  const list = growing(all => h("ol", {class: "tree children"}, all.map(child => relative(model, child, "child"))), async known => {
    const answer = known.length === 0 ? relatives : await get(pathOf(model, version.version) + "/lineage", {before: known.at(-1).version, limit: RELATIVES});
    return {rows: answer.children, more: Boolean(answer.next)};
  });
  return {first: list.first, element: [
    h("ol", {class: "tree"},
      relatives.complete ? undefined : h("li", {class: "gap"}, oldest.deleted ? "earlier ones" : versionLink(model, oldest.version, "earlier ones, from version ", String(oldest.version))),
      relatives.ancestors.toReversed().map(one => relative(model, one, "ancestor")),
      relative(model, version, "self")),
    relatives.children.length > 0 ? [h("h3", {}, "Learnt from it"), list.element] : h("p", {class: "none"}, "No version was learnt from this one.")]};
}

function training(lineage, manifest) {
  const told = [
    ["Run", lineage.trainingRun],
    ["Made by", lineage.producer],
    ["Cycle", lineage.cycle === undefined ? undefined : String(lineage.cycle)],
    ["Code", lineage.code ? [outward(lineage.code.repository), lineage.code.commit ? [" at ", h("code", {}, lineage.code.commit)] : ""] : undefined],
    ["Data", lineage.datasets?.length ? h("ul", {class: "plain"}, lineage.datasets.map(data => h("li", {}, outward(data.uri), data.snapshot ? [" at ", h("code", {}, data.snapshot)] : ""))) : undefined],
    ...Object.entries(manifest.metadata ?? {})].filter(([, value]) => value !== undefined);
  return told.length > 0 ? facts(told) : h("p", {class: "none"}, "Nothing was told of it.");
}

/** Names are others' words: constructor is one that every object has. */
function own(values, name) {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function metrics(mine, parent) {
  const theirs = parent?.lineage.metrics ?? {};
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort();
  const change = name => {
    if (own(mine, name) === undefined || own(theirs, name) === undefined) {
      return "–";
    }
    const by = mine[name] - theirs[name];
    return by === 0 ? "the same" : (by > 0 ? "▲ +" : "▼ −") + number(Math.abs(by));
  };
  const words = value => value === undefined ? "–" : number(value);
  return table({
    caption: "What was measured in training",
    heads: parent ? ["Metric", "This version", "Its parent, " + parent.version, "Change"] : ["Metric", "This version"], empty: "Nothing measured was told.",
    rows: names.map(name => parent ? [name, words(own(mine, name)), words(own(theirs, name)), change(name)] : [name, words(own(mine, name))]),
  });
}

function downloader(path, name, size) {
  if (!token.get()) {
    return h("a", {href: path, download: name}, "Download");
  }
  if (size > LARGE) {
    return h("span", {class: "about"}, "too large for a browser with a token: pull it");
  }
  const button = h("button", {type: "button", class: "quiet", click: async () => {
    button.disabled = true;
    button.textContent = "Downloading…";
    try {
      const url = URL.createObjectURL(await download(path));
      h("a", {href: url, download: name}).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      button.textContent = "Download";
    } catch (error) {
      button.textContent = error.message;
    }
    button.disabled = false;
  }}, "Download");
  return button;
}

function base(path) {
  return path.split("/").at(-1);
}

function files(model, version) {
  const ready = version.state === "READY";
  const small = digest => version.smallest === digest ? [" ", h("span", {class: "note"}, "smallest")] : [];
  return [
    table({
      caption: "Files", heads: ["File", "Size", "Media type", "Digest", ""],
      rows: version.files.map(file => [[file.path, file.path === version.modelFile.path && version.files.length > 1 ? [" ", h("span", {class: "note"}, "loaded")] : "", small(file.digest)],
        bytes(file.size), file.mediaType, hash(file.digest, "the digest of " + file.path),
        ready ? downloader(pathOf(model, version.version) + "/files/" + file.path.split("/").map(encodeURIComponent).join("/"), base(file.path), file.size) : h("span", {class: "about"}, version.state === "REJECTED" ? "not given out: it was rejected" : "given out when it is ready")]),
    }),
    version.renditions?.length ? [h("h3", {}, "Other forms, made by the registry"), table({
      caption: "Renditions", heads: ["Form", "Size", "Media type", "Digest", ""],
      rows: version.renditions.map(form => [[form.name, small(form.digest)], bytes(form.size), form.mediaType, hash(form.digest, "the digest of " + form.name),
        downloader("/v1/blobs/" + form.digest, model + "-" + version.version + "." + form.name.replace(/[^a-z]+/g, "."), form.size)]),
    })] : undefined];
}

function snippets(model, version) {
  const origin = location.origin;
  return section("use", "Use it",
    snippet("Pull and verify it", "slipwayctl pull " + model + " " + version.version + " --dir " + model + " --registry " + origin),
    snippet("Deploy it", ["apiVersion: slipway.io/v1alpha1", "kind: ModelDeployment", "metadata:", "  name: " + model.toLowerCase().replace(/[^a-z0-9]+/g, "-"), "spec:", "  model:",
      "    name: " + (/^[0-9.]+$|^(true|false|null|yes|no|on|off)$/i.test(model) ? "'" + model + "'" : model), "    version: \"" + version.version + "\"", "    digest: " + version.modelFile.digest, "  replicas: 2"].join("\n")),
    snippet("Download a file", "curl --fail -H \"Authorization: Bearer $SLIPWAY_REGISTRY_TOKEN\" \\\n  -o " + "'" + base(version.modelFile.path).replaceAll("'", "'\\''") + "' \\\n  " + origin + "/v1/blobs/" + version.modelFile.digest));
}

export async function versionPage(model, ref) {
  const path = pathOf(model, ref);
  const version = await get(path);
  const fixed = pathOf(model, version.version);
  const [manifest, relatives, present] = await Promise.all([
    get(fixed + "/manifest"), get(fixed + "/lineage", {limit: RELATIVES}), get(modelPath(model) + "/history", {at: "now"})]);
  const lineage = manifest.lineage ?? {};
  const kin = family(model, version, relatives);
  const events = growing(all => uses(model, all), older(modelPath(model), {type: "deployment", version: version.version}, EVENTS));
  await Promise.all([kin.first(), events.first()]);
  const here = present.serving.filter(event => event.version === version.version);
  const signature = version.signature;
  return [
    h("div", {class: "title"}, h("div", {}, h("h1", {}, model, " ", h("span", {class: "version"}, String(version.version))),
      h("p", {class: "badges"}, state(version), present.aliases.filter(one => one.version === version.version).map(one => [" ", alias(one.alias)]),
        here.map(event => [" ", h("span", {class: "track " + event.track, title: event.track + " since " + event.at}, event.track + " in " + place(event))])),
      version.description ? h("p", {class: "lead"}, version.description) : undefined)),
    labels(version.labels),
    version.state === "REJECTED" ? h("section", {class: "problem"}, h("h2", {}, "Why it was rejected"), h("ul", {}, (version.reasons ?? []).map(reason => h("li", {}, reason)))) : undefined,
    version.state === "PENDING" ? h("p", {class: "advice"}, "It is not finished: its bytes are pushed, then it is finalized and validated.") : undefined,
    version.state === "VALIDATING" ? h("p", {class: "advice"}, "It is being validated; look again in a moment.") : undefined,
    version.deprecated ? h("p", {class: "advice"}, h("strong", {}, "Deprecated"), " by " + version.deprecated.by + ", ", time(version.deprecated.at), version.deprecated.reason ? ": " + version.deprecated.reason : "") : undefined,
    facts([["Digest", hash(version.digest)], ["Format", version.format], ["Size", bytes(version.size) + " in " + count(version.files.length, "file", "files")],
      ["Registered", [time(version.registeredAt), " by " + version.registeredBy]], ["Validated", version.decidedAt ? time(version.decidedAt) : undefined]]),
    signature ? [fields("inputs", "Inputs", signature.inputs, true), fields("outputs", "Outputs", signature.outputs, false)] : undefined,
    section("lineage", "Lineage", h("div", {class: "pair"}, h("div", {}, kin.element), h("div", {}, h("h3", {}, "Training"), training(lineage, manifest),
      h("h3", {}, "Metrics"), metrics(lineage.metrics ?? {}, relatives.ancestors[0])))),
    section("files", "Files", files(model, version)),
    section("deployments", "Deployments", here.length > 0
      ? h("p", {}, "It serves in " + count(here.length, "place", "places") + " now: ", here.map((event, i) => [i ? ", " : "", h("strong", {}, place(event)), " as " + event.track]), ".")
      : h("p", {class: "none"}, "It serves nowhere now."), events.element),
    version.state === "READY" ? snippets(model, version) : undefined,
  ];
}
