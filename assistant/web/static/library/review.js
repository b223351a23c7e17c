// The bar under an upload that waits: which document of the file, confirm, give up, and what comes of it.
import { announce, fill, h, problem } from "./dom.js";
import { sourcePlace, uploadsPlace } from "./places.js";
import { ask, get } from "./server.js";
import { progress } from "./upload_row.js";
import { nameOf, t } from "./words.js";

const kept = new Map(); // job -> changes by part, while a person goes to and fro

export function review(model, asked, form, { go, draw }) {
  const parts = model.parts;
  const changes = kept.get(asked.job) || kept.set(asked.job, new Map()).get(asked.job);
  const path = `uploads/${encodeURIComponent(asked.job)}`;
  const words = h("div", { class: "review-words", role: "status" });
  const buttons = h("div", { class: "review-buttons" });
  const element = h("div", { class: "review-bar" }, words, buttons);
  let timer = 0;

  function rest() {
    fill(words, h("p", {}, parts > 1 ? t("part_of", { n: asked.part, all: parts }) : t("review_help")));
    fill(buttons,
      asked.part > 1 && h("button", { type: "button", class: "button", onclick: () => turn(-1) }, t("previous_part")),
      h("button", { type: "button", class: "button quiet", id: "give-up", onclick: giveUp }, t("give_up")),
      asked.part < parts
        ? h("button", { type: "button", class: "button primary", id: "next-part", onclick: () => turn(1) }, t("next_part"))
        : h("button", { type: "button", class: "button primary", id: "confirm", onclick: confirm }, t("confirm")));
  }

  function keep() {
    const changed = form.changes();
    if (changed) changes.set(asked.part, changed);
    return Boolean(changed);
  }
  const turn = (by) => keep() && draw({ part: asked.part + by });

  async function giveUp() {
    try { await ask("DELETE", path); } catch (error) { if (error.status !== 404) return fill(words, problem(error.message)); }
    kept.delete(asked.job);
    return go(uploadsPlace());
  }

  async function confirm() {
    if (!keep()) return;
    const documents = Array.from({ length: parts }, (_, at) => changes.get(at + 1) || {});
    try {
      await ask("POST", `${path}/confirm`, { body: { documents } });
    } catch (error) {
      fill(words, problem(error.message));
      return;
    }
    fill(buttons, h("button", { type: "button", class: "button quiet", id: "stop", onclick: stop }, t("cancel")));
    follow();
  }

  async function stop() {
    fill(buttons);
    try { await ask("DELETE", path); } catch (error) { if (error.status !== 404) fill(words, problem(error.message)); }
  }

  async function follow() {
    let job;
    try {
      job = await get(path);
    } catch (error) {
      if (error.status === 404) { go(uploadsPlace()); return; } // given up
      fill(words, problem(error.message));
      return;
    }
    if (job.state === "stored") {
      kept.delete(asked.job);
      announce(nameOf("outcome", job.stored.outcome));
      const first = job.stored.sources[0];
      go(first ? sourcePlace(first.id) : uploadsPlace());
      return;
    }
    if (job.state === "failed") {
      fill(words, problem(job.error));
      fill(buttons, h("a", { class: "button", href: uploadsPlace().href }, t("back_to_uploads")));
      return;
    }
    if (job.state === "ready") { rest(); return; }
    const told = progress(job.progress);
    const bar = h("progress", { max: "1", "aria-label": nameOf("state", job.state) });
    if (told.share >= 0) bar.value = told.share;
    fill(words, h("p", {}, [job.stopping ? t("stopping") : nameOf("state", job.state), told.detail].filter(Boolean).join(" · ")), bar);
    timer = setTimeout(follow, 500);
  }

  rest();
  return { element, close: () => clearTimeout(timer) };
}
