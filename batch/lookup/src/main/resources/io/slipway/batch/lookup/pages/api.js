// Asks the look-up service. The token is kept for this tab alone, and goes nowhere but into the header of requests to the service.

const KEY = "slipway-token";
const PATIENCE = 20000;

/** What went wrong: of what, why, and what to do. */
export class Problem extends Error {
  constructor(status, {object = "the look-up service", cause = "it failed", next = "try again", reason = ""}) {
    super(object + ": " + cause + "; " + next);
    Object.assign(this, {status, object, cause, next, reason});
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? "",
  set: text => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
};

export function setsPath(set) {
  return "/v1/predictions/" + encodeURIComponent(set) + "/sets";
}

export async function get(path) {
  const headers = token.get() ? {Authorization: "Bearer " + token.get()} : {};
  let answer;
  try {
    answer = await fetch(path, {headers, credentials: "omit", redirect: "error", signal: AbortSignal.timeout(PATIENCE)});
  } catch (error) {
    throw new Problem(0, {
      cause: error.name === "TimeoutError" ? "it has not answered within 20 seconds" : "it cannot be reached",
      next: "see whether it runs and your network leads to it, then try again",
    });
  }
  if (answer.ok) {
    return answer.json();
  }
  let told = {};
  try {
    told = await answer.json();
  } catch {
    told = {cause: "it answered " + answer.status + " without words", next: "see whether something between you and it answers in its place"};
  }
  throw new Problem(answer.status, told);
}
