// Files on their way from this browser to the server, one after another; they go on while the view changes.
import { send } from "./server.js";
import { bytes, limit, t } from "./words.js";

/** What is being sent or could not be: `{key, file, sent, error, abort}`, oldest first. */
export const sending = [];
const watchers = new Set();
let last = 0;
let running = false;

export function watch(changed) {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

const changed = () => watchers.forEach((one) => one());

export function add(files) {
  for (const file of files) {
    const entry = { key: `file-${++last}`, file, sent: 0, error: "", abort: null, waiting: true };
    if (file.size > limit) {
      entry.error = t("too_large", { name: file.name, limit: bytes(limit) });
      entry.waiting = false;
    }
    sending.push(entry);
  }
  changed();
  run();
}

export function drop(entry) {
  const at = sending.indexOf(entry);
  if (at >= 0) sending.splice(at, 1);
  entry.waiting = false;
  entry.abort?.();
  changed();
}

async function run() {
  if (running) return;
  running = true;
  for (let entry; (entry = sending.find((one) => one.waiting)); changed()) await transfer(entry);
  running = false;
}

async function transfer(entry) {
  entry.waiting = false;
  const transfer = send(entry.file, (sent) => { entry.sent = sent; changed(); });
  entry.abort = transfer.abort;
  changed();
  try {
    await transfer.done;
    entry.abort = null;
    if (sending.includes(entry)) drop(entry);
  } catch (error) {
    entry.abort = null;
    entry.error = error.message && !error.message.includes(entry.file.name)
      ? t("not_sent", { name: entry.file.name, why: error.message }) : error.message;
  }
}

export const busy = () => sending.some((one) => one.waiting || one.abort);

window.addEventListener("beforeunload", (event) => { if (busy()) event.preventDefault(); });
