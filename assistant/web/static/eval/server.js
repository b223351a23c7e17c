// Talk to the API: JSON in and out, one line when something is refused.
import { Refusal } from "../library/server.js";
import { t } from "../library/words.js";
import { api } from "./places.js";

export async function ask(method, path, { query, body, signal } = {}) {
  const headers = method === "GET" ? {} : { "X-CQO-Library": "1", "Content-Type": "application/json" };
  let reply;
  try {
    reply = await fetch(api(path, query), { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(t("offline"), 0);
  }
  const content = await reply.json().catch(() => null);
  if (!reply.ok) throw new Refusal(content?.error || t("failure"), reply.status);
  return content;
}

export const get = (path, query, signal) => ask("GET", path, { query, signal });
