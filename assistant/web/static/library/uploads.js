// Add files: drop or choose them, watch each being sent, read and stored; confirm or give up.
import { announce, fill, h, problem } from "./dom.js";
import { sourcePlace, uploadPlace, uploadsPlace } from "./places.js";
import { row } from "./upload_row.js";
import * as outgoing from "./sending.js";
import { ask, get } from "./server.js";
import { accept, bytes, limit, t } from "./words.js";

const QUICK = 700;
const SLOW = 5000;

/** Files dropped anywhere on a page of the library. */
export function dropped(files, go) {
  outgoing.add(files);
  if (!document.querySelector(".uploads-page")) go(uploadsPlace());
}

export async function showUploads(main, go) {
  const rows = h("ol", { class: "uploads" });
  const empty = h("p", { class: "empty-line" }, t("no_uploads"));
  const trouble = h("div", {});
  const all = h("div", { class: "uploads-all" });
  const choose = h("input", {
    type: "file", id: "upload-files", multiple: true, accept, class: "sr-only",
    onchange: () => { outgoing.add([...choose.files]); choose.value = ""; },
  });
  const zone = h("div", { class: "drop-zone", id: "drop-zone" },
    h("p", { class: "drop-title" }, t("drop_here")),
    h("label", { class: "button primary", for: "upload-files" }, t("choose_files")), choose,
    h("p", { class: "drop-help" }, t("drop_help", { limit: bytes(limit) })));
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  fill(main, h("div", { class: "page uploads-page" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("add_files")), h("p", { class: "lead" }, t("add_lead")))),
    zone, trouble, all, empty, rows));

  const known = new Map(); // id -> row
  let jobs = [];
  let timer = 0;
  let closed = false;
  let wanted = true; // leave to upload

  async function act(path, method, body) {
    try {
      await ask(method, path, { body });
    } catch (error) {
      fill(trouble, problem(error.message));
    }
    poll();
  }
  const actions = {
    giveUp: (id) => act(`uploads/${id}`, "DELETE"),
    drop: (entry) => outgoing.drop(entry),
    reviewAt: (id) => uploadPlace(id).href,
    sourceAt: (id) => sourcePlace(id).href,
  };

  function draw() {
    const entries = [...jobs.filter((job) => job.state !== "receiving"), ...outgoing.sending];
    const ids = new Set(entries.map((one) => one.id || one.key));
    for (const [id, one] of known) if (!ids.has(id)) { one.element.remove(); known.delete(id); }
    for (const entry of entries) {
      const id = entry.id || entry.key;
      if (!known.has(id)) known.set(id, row(actions));
      const one = known.get(id);
      const said = one.update(entry);
      if (said) announce(said);
      if (!one.element.isConnected) rows.prepend(one.element);
    }
    empty.hidden = entries.length > 0 || !wanted;
    const ready = jobs.filter((job) => job.state === "ready");
    const key = ready.map((job) => job.id).join();
    if (all.dataset.key !== key) {
      all.dataset.key = key;
      fill(all, ready.length > 1 && [
        h("p", {}, t("several_ready", { n: ready.length })),
        h("button", { type: "button", class: "button", id: "confirm-all", onclick: async () => { for (const job of ready) await act(`uploads/${job.id}/confirm`, "POST", null); } }, t("confirm_all"))]);
    }
  }

  async function poll() {
    clearTimeout(timer);
    try {
      const answer = await get("uploads");
      jobs = answer.uploads;
      if (!wanted) fill(trouble);
      wanted = true;
    } catch (error) {
      wanted = error.status !== 403;
      fill(trouble, problem(error.message));
      zone.hidden = !wanted;
    }
    if (closed) return;
    clearTimeout(timer);
    draw();
    timer = setTimeout(poll, jobs.some((job) => job.busy) || outgoing.busy() ? QUICK : SLOW);
  }

  let sent = outgoing.sending.length;
  const unwatch = outgoing.watch(() => {
    if (closed) return;
    draw();
    if (outgoing.sending.length < sent) poll(); // one has arrived
    sent = outgoing.sending.length;
  });
  await poll();
  return {
    close: () => { closed = true; clearTimeout(timer); unwatch(); },
    moved: () => false,
  };
}
