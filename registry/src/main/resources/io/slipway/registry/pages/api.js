// Asks the registry. The token is kept for this tab alone, and goes nowhere but into the header of requests to the registry.

const KEY = "slipway-token";
const PATIENCE = 20000;

/** What went wrong: of what, why, and what to do. */
export class Problem extends Error {
  constructor(status, {object = "the registry", cause = "it failed", next = "try again", reason = ""}) {
    super(object + ": " + cause + "; " + next);
    Object.assign(this, {status, object, cause, next, reason});
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? "",
  set: text => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
};

export function modelPath(model) {
  return "/v1/models/" + encodeURIComponent(model);
}

export function versionPath(model, version) {
  return modelPath(model) + "/versions/" + encodeURIComponent(version);
}

async function ask(path, patience, cache = "default") {
  const headers = {};
  if (token.get()) {
    headers.Authorization = "Bearer " + token.get();
  }
  let answer;
  try {
    answer = await fetch(path, {headers, credentials: "omit", redirect: "error", signal: patience, cache});
  } catch (error) {
    throw new Problem(0, {
      cause: error.name === "TimeoutError" ? "it has not answered within 20 seconds" : "it cannot be reached",
      next: "see whether it runs and your network leads to it, then try again",
    });
  }
  if (answer.ok) {
    return answer;
  }
  let told = {};
  try {
    told = await answer.json();
  } catch {
    told = {cause: "it answered " + answer.status + " without words", next: "see whether something between you and it answers in its place"};
  }
  throw new Problem(answer.status, told);
}

export async function get(path, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const answer = await ask(path + (wanted.length ? "?" + new URLSearchParams(wanted) : ""), AbortSignal.timeout(PATIENCE));
  return answer.json();
}

/** The bytes, with the token that a link would not send; whoever has this browser next does not find them in its cache. */
export async function download(path) {
  return (await ask(path, undefined, "no-store")).blob();
}
