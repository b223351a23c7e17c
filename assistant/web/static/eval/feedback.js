// What readers complained of and what was declined, and the candidates that were made of it.
import { fill, h, problem } from "../library/dom.js";
import { day, t } from "../library/words.js";
import { clauseLink } from "./clauses.js";
import { candidatePlace } from "./places.js";
import { ask, get } from "./server.js";

const NEW = new Set(["new"]);
const OPEN = new Set(["draft", "reviewed"]);

export async function showFeedback(main, go) {
  const { signals, candidates } = await get("eval/feedback/signals");
  const error = h("div", { id: "feedback-error" });
  const fresh = signals.filter((one) => NEW.has(one.state));
  const open = candidates.filter((one) => OPEN.has(one.state));
  const decided = candidates.filter((one) => !OPEN.has(one.state));

  async function make(signal, button) {
    button.disabled = true;
    try {
      const made = await ask("POST", "eval/feedback/candidates", { body: { signal } });
      go(candidatePlace(made.id));
    } catch (refusal) {
      button.disabled = false;
      fill(error, problem(refusal.message));
    }
  }

  fill(main, h("div", { class: "page feedback-page" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("feedback_title")), h("p", { class: "lead" }, t("feedback_lead")))),
    error,
    open.length > 0 && h("section", { "aria-labelledby": "candidates-title" }, h("h2", { id: "candidates-title" }, t("open_candidates")),
      h("ul", { class: "candidates" }, open.map(candidateRow))),
    h("section", { "aria-labelledby": "signals-title" }, h("h2", { id: "signals-title" }, t("signals")),
      fresh.length ? h("ul", { class: "signals" }, fresh.map((one) => signalRow(one, make))) : h("p", { class: "empty-line" }, t("no_signals"))),
    decided.length > 0 && h("details", { class: "decided" }, h("summary", {}, t("decided", { n: decided.length })),
      h("ul", { class: "candidates" }, decided.map((one) => decidedRow(one, make))))));
  return {};
}

function signalRow(one, make) {
  const button = h("button", { type: "button", class: "button", onclick: () => make(one.id, button) }, t("make"));
  return h("li", { class: "signal", data: { signal: one.id } },
    h("div", { class: "signal-words" },
      h("h3", {}, one.question),
      h("p", { class: "signal-facts" }, one.reason_names.map((name) => h("span", { class: "badge reason" }, name)),
        h("span", {}, t("asked_times", { n: one.asked })), h("span", {}, t("last_on", { day: day(one.last) }))),
      line("also_asked", one.wordings), line("readers_said", one.notes),
      one.wrong.length > 0 && h("p", { class: "signal-line" }, h("b", {}, t("cited_wrongly")), one.wrong.map((id) => clauseLink(id))),
      h("details", { class: "said" }, h("summary", {}, t("was_said")), h("p", {}, one.said))),
    button);
}

const line = (key, words) => words.length > 0 && h("p", { class: "signal-line" }, h("b", {}, t(key)), words.join("；"));

function candidateRow(one) {
  return h("li", { class: "candidate", data: { state: one.state } },
    h("a", { href: candidatePlace(one.id).href }, h("span", { class: "candidate-id" }, one.id), one.draft.question),
    h("span", { class: `badge state-${one.state}` }, one.state_name));
}

function decidedRow(one, make) {
  const again = h("button", { type: "button", class: "button quiet", onclick: () => make(one.signal, again) }, t("reconsider"));
  return h("li", { class: "candidate", data: { state: one.state } },
    h("div", {}, h("a", { href: candidatePlace(one.id).href }, h("span", { class: "candidate-id" }, one.id), one.draft.question),
      h("p", { class: "signal-line" }, one.state === "added" ? t("own_id", { id: one.own }) : t("rejected_for", { why: one.why }))),
    h("span", { class: "badge" }, one.state_name), one.state === "rejected" && again);
}
