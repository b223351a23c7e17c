// One file of the uploads: its name, what is happening to it, and what can be done about it.
import { fill, h } from "./dom.js";
import { bytes, count, duration, nameOf, t } from "./words.js";

/** A row; `update(entry)` shows an upload of the server or a file being sent, and says what is new. */
export function row(actions) {
  const name = h("span", { class: "upload-name" });
  const state = h("span", { class: "upload-state" });
  const detail = h("p", { class: "upload-detail" });
  const bar = h("progress", { max: "1", hidden: true });
  const buttons = h("div", { class: "upload-actions" });
  const element = h("li", { class: "upload" }, h("div", { class: "upload-words" }, h("p", { class: "upload-head" }, name, state), bar, detail), buttons);
  let before = "";

  function update(entry) {
    const told = entry.file ? local(entry) : remote(entry);
    name.textContent = told.name;
    state.textContent = told.words;
    element.dataset.state = told.state;
    detail.textContent = told.detail;
    detail.hidden = !told.detail;
    bar.hidden = told.share == null;
    if (told.share === -1) bar.removeAttribute("value");
    else if (told.share != null) bar.value = told.share;
    bar.setAttribute("aria-label", told.words);
    const changed = before && before !== told.state;
    if (before !== told.state + told.words) {
      const held = buttons.contains(document.activeElement);
      fill(buttons, actionsOf(entry, told.state, actions));
      if (held) buttons.querySelector("a, button")?.focus();
    }
    before = told.state + told.words;
    return changed ? `${told.name}：${told.words}` : "";
  }
  return { element, update };
}

function local({ file, sent, error, waiting }) {
  if (error) return { name: file.name, state: "failed", words: nameOf("state", "failed"), detail: error };
  if (waiting) return { name: file.name, state: "sending", words: t("waiting_to_send"), detail: bytes(file.size) };
  return {
    name: file.name, state: "sending", words: nameOf("state", "receiving"),
    detail: t("sent_of", { sent: bytes(sent), all: bytes(file.size) }), share: file.size ? sent / file.size : -1,
  };
}

function remote(job) {
  const told = { name: job.name, state: job.state, words: job.stopping ? t("stopping") : nameOf("state", job.state), detail: "" };
  if (job.state === "failed") told.detail = job.error;
  else if (job.state === "ready") told.detail = t("ready_titles", { titles: job.titles.map((one) => (one.includes("《") ? one : `《${one}》`)).join("、") });
  else if (job.state === "stored") told.detail = storedWords(job.stored);
  else if (job.position) told.detail = t("position", { n: job.position });
  else if (job.busy) Object.assign(told, progress(job.progress));
  return told;
}

function storedWords({ outcome, note }) {
  const words = nameOf("outcome", outcome);
  return note ? `${words} ${note}` : words;
}

/** Pages read, characters embedded or files stored, with the rate and the time left. */
export function progress(event) {
  if (!event) return { detail: "", share: -1 };
  const { stage, done, total, rate, left } = event;
  const parts = [t(`stage_${stage}`, { done: count(done), total: total ? count(total) : "?" })];
  if (rate) parts.push(t(`rate_${stage}`, { n: rate < 10 ? rate.toFixed(1) : count(rate) }));
  if (left) parts.push(t("left", { time: duration(left) }));
  return { detail: parts.join(" · "), share: total ? done / total : -1 };
}

function actionsOf(entry, state, actions) {
  if (entry.file) {
    return h("button", { type: "button", class: "button quiet", onclick: () => actions.drop(entry) }, t(state === "failed" ? "clear" : "cancel"));
  }
  const button = (words) => h("button", { type: "button", class: "button quiet", onclick: () => actions.giveUp(entry.id) }, t(words));
  if (state === "ready") return [h("a", { class: "button primary", href: actions.reviewAt(entry.id) }, t("review")), button("give_up")];
  if (state === "stored") {
    return [entry.stored.sources.slice(0, 4).map((one) => h("a", { class: "button", href: actions.sourceAt(one.id), title: one.title }, t("open"))), button("clear")];
  }
  if (state === "failed") return button("clear");
  return entry.stopping ? null : button("cancel");
}
