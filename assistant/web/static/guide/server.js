// Talk to the API of the guide: JSON in and out, files up; one line when something is refused.
import { t } from "../library/words.js";
import { api, draftsApi } from "./places.js";

const HEADER = { "X-CQO-Library": "1" };
const KEPT = 60_000; // characters that a browser still sends when the page goes away
export const CONFLICT = 409;

/** What the server refused, in one line. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function asked(url, method, body) {
  const headers = method === "GET" ? {} : { ...HEADER };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = body === undefined ? undefined : JSON.stringify(body);
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: sent, keepalive: method !== "GET" && (sent || "").length < KEPT });
  } catch {
    throw new Refusal(t("offline"), 0);
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok || content === null) throw new Refusal(content?.error || t("failure"), answer.status);
  return content;
}

export const ask = (method, path, body) => asked(api(path), method, body);
export const get = (path, query) => asked(api(path, query), "GET");

/** Drafts of all companies; none where drafting does not answer. */
export const drafts = () => asked(draftsApi(), "GET").catch(() => []);

/** Send one file. `progress(sent)` in bytes; the result has `abort()` and `done`, a promise of the task. */
export function send(path, file, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => {
      const content = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300 && content) resolve(content);
      else reject(new Refusal(content?.error || t("failure"), request.status));
    });
    request.addEventListener("error", () => reject(new Refusal(t("offline"), 0)));
    request.addEventListener("abort", () => reject(new Refusal("", 0)));
  });
  request.open("POST", api(path));
  request.setRequestHeader("X-CQO-Library", "1");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return { done, abort: () => request.abort() };
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}
