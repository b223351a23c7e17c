// Talk to the API: JSON in and out, one line when something is refused.
import { api } from "./places.js";
import { t } from "./words.js";

const HEADER = { "X-CQO-Library": "1" };

/** What the server refused, in one line. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export async function ask(method, path, { query, body, signal } = {}) {
  const headers = method === "GET" ? {} : { ...HEADER };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let reply;
  try {
    reply = await fetch(api(path, query), {
      method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(t("offline"), 0);
  }
  const content = await reply.json().catch(() => null);
  if (!reply.ok) throw new Refusal(content?.error || t("failure"), reply.status);
  return content;
}

export const get = (path, query, signal) => ask("GET", path, { query, signal });

/** Send one file. `progress(sent)` in bytes; the result has `abort()` and `done`, a promise of the upload. */
export function send(file, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => {
      const content = parsed(request.responseText);
      if (request.status === 201 && content) resolve(content);
      else reject(new Refusal(content?.error || t("failure"), request.status));
    });
    request.addEventListener("error", () => reject(new Refusal(t("offline"), 0)));
    request.addEventListener("abort", () => reject(new Refusal("", 0)));
  });
  request.open("POST", api("uploads"));
  request.setRequestHeader("X-CQO-Library", "1");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return { done, abort: () => request.abort() };
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}
