// Talk to the API of drafting: JSON in and out, sections as they come, files; one line when refused.
import { t } from "../library/words.js";
import { api, guideFacts } from "./places.js";

const HEADER = { "X-CQO-Library": "1" };
export const CONFLICT = 409;

/** What the server refused, in one line. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function reply(method, path, { query, body, signal } = {}) {
  const headers = method === "GET" ? {} : { ...HEADER };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path instanceof URL ? path : api(path, query), {
      method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(t("offline"), 0);
  }
  if (answer.ok) return answer;
  const content = await answer.json().catch(() => null);
  throw new Refusal(content?.error || t("failure"), answer.status);
}

export async function ask(method, path, told) {
  const answer = await reply(method, path, told);
  const content = await answer.json().catch(() => null);
  if (content === null) throw new Refusal(t("failure"), answer.status);
  return content;
}

export const get = (path, query, signal) => ask("GET", path, { query, signal });

/** What the guide knows for a document of the company: `proposals`, and what is `left` to say. */
export const ofGuide = (company, blueprint) => get(guideFacts(company, blueprint));

/** The JSON lines of an answer, each as it comes. */
export async function* lines(path, told) {
  const answer = await reply("POST", path, told);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read().catch(stopped);
    rest += value || "";
    const whole = rest.split("\n");
    rest = done ? "" : whole.pop();
    for (const line of whole) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}

function stopped(error) {
  if (error.name === "AbortError") throw error;
  throw new Refusal(t("offline"), 0);
}

/** A file that the server makes: its bytes and the name that the server gives it. */
export async function file(path, query) {
  const answer = await reply("GET", path, { query });
  const told = answer.headers.get("content-disposition") || "";
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(told)?.[1];
  const plain = /filename="([^"]+)"/i.exec(told)?.[1];
  return { blob: await answer.blob(), name: (encoded && decodeURIComponent(encoded)) || plain || `draft.${query.format}` };
}
