// A candidate under review: what happened in real use beside the question that may come of it.
import { announce, fill, h, problem } from "../library/dom.js";
import { sure } from "../library/dialog.js";
import { t } from "../library/words.js";
import { clauseLink } from "./clauses.js";
import { reviewForm } from "./form.js";
import { candidatePlace, feedbackPlace } from "./places.js";
import { whyNot } from "./rejecting.js";
import { ask, get } from "./server.js";

const DECIDED = new Set(["added", "rejected"]);

export async function showCandidate(main, id, go) {
  const { candidate: opened, choices } = await get(`eval/feedback/candidates/${encodeURIComponent(id)}`);
  let candidate = opened;
  let unsaved = false;
  const message = h("div", { id: "review-message", "aria-live": "polite" });
  const form = reviewForm(candidate, choices, () => { unsaved = true; tell(); settle(); });
  const save = h("button", { type: "submit", class: "button", id: "save-candidate" }, t("save"));
  const add = h("button", { type: "button", class: "button primary", id: "add-candidate", onclick: adding }, t("add"));
  const reject = h("button", { type: "button", class: "button quiet", id: "reject-candidate", onclick: rejecting }, t("reject"));
  const state = h("span", { class: "badge", id: "candidate-state" });
  const buttons = h("div", { class: "review-buttons" }, save, add, reject);
  const frame = h("form", { class: "review-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); saving(); } }, form.element, message, buttons);

  fill(main, h("div", { class: "page review-page" },
    h("p", { class: "crumbs" }, h("a", { href: feedbackPlace().href }, t("back_to_feedback"))),
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("review_title", { id: candidate.id })), h("p", { class: "lead" }, t("review_lead"))), state),
    h("div", { class: "review-frame" }, frame, happened(candidate))));

  function tell(words) { fill(message, words && h("p", { class: "done" }, words)); if (words) announce(words); }

  function settle() {
    const decided = DECIDED.has(candidate.state);
    state.textContent = candidate.state_name;
    state.dataset.state = candidate.state;
    add.disabled = unsaved || candidate.state !== "reviewed";
    add.title = add.disabled ? t("add_first") : "";
    buttons.hidden = decided;
    form.element.disabled = decided;
    if (candidate.state === "added") tell(t("added", { id: candidate.own }));
    else if (decided) fill(message, h("p", {}, t("decided_line"), " ", t("rejected_for", { why: candidate.why })));
  }

  async function sent(method, path, body) {
    try {
      candidate = await ask(method, `eval/feedback/candidates/${encodeURIComponent(id)}${path}`, { body: { revision: candidate.revision, ...body } });
      unsaved = false;
      tell();
      settle();
      return true;
    } catch (error) {
      const reopen = h("a", { href: candidatePlace(id).href }, t("reopen"));
      reopen.addEventListener("click", () => { unsaved = false; });
      fill(message, problem(error.message), error.status === 409 && h("p", {}, reopen));
      return false;
    }
  }
  async function saving() {
    if (await sent("PATCH", "", { draft: form.value() })) tell(t(candidate.state === "reviewed" ? "saved_reviewed" : "saved"));
  }
  function adding() { sent("POST", "/add", {}); }
  async function rejecting() {
    const why = await whyNot();
    if (why != null) await sent("POST", "/reject", { why });
  }

  settle();
  return {
    unsaved: () => unsaved,
    leave: () => sure({ title: t("leave_title"), words: t("leave_words"), yes: t("leave_yes") }),
  };
}

/** The answer as it was given, what it cited and what readers said. */
function happened(candidate) {
  const links = (ids) => (ids.length ? h("ul", { class: "cited" }, ids.map((id) => h("li", {}, clauseLink(id, candidate.clauses[id])))) : h("p", {}, t("nothing_cited")));
  return h("aside", { class: "happened", "aria-labelledby": "happened-title" },
    h("h2", { id: "happened-title" }, t("what_happened")),
    h("p", { class: "signal-facts" }, candidate.reason_names.map((name) => h("span", { class: "badge reason" }, name)), h("span", {}, t("asked_times", { n: candidate.asked }))),
    candidate.notes.length > 0 && [h("h3", {}, t("readers_said")), candidate.notes.map((note) => h("p", {}, note))],
    candidate.wrong.length > 0 && [h("h3", {}, t("cited_wrongly")), links(candidate.wrong)],
    h("h3", {}, t("was_said")), h("p", { class: "said-words" }, candidate.said),
    h("h3", {}, t("was_cited")), links(candidate.cited));
}
