// The end of the interview: what does not go together, what is open, what was said; then the plan.
import { h } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { questionPlace, wayPlace } from "./places.js";

export function interviewEnd(way, talk, { standing }) {
  const key = way.company_id;
  const open = talk.questions.filter((one) => standing(one) !== "answered");
  const link = (one, words) => h("a", { href: questionPlace(key, one.id).href, "aria-label": `${words}：${one.ask}` }, words);
  const row = (one) => {
    const state = standing(one);
    const lacking = state === "partly" ? one.facts.filter((fact) => !(fact.name in one.values)).map((fact) => fact.label) : [];
    return h("li", { class: "said-row", data: { question: one.id } },
      h("div", {}, h("h3", {}, one.ask),
        one.spoken && h("p", { class: "said-words" }, one.spoken),
        lacking.length > 0 && h("p", { class: "field-help" }, t("lacking", { names: lacking.join("、") }))),
      h("span", { class: `badge asked-${state}` }, nameOf("asked", state)),
      link(one, t(state === "answered" ? "change_answer" : "answer_now")));
  };
  return {
    element: h("section", { class: "interview-end" },
      h("h2", { tabindex: "-1" }, t(open.length ? "interview_end_open" : "interview_end", { n: open.length })),
      h("p", { class: "lead" }, t("interview_end_words")),
      talk.contradictions.length > 0 && h("div", { class: "warn", role: "note" }, h("h3", {}, t("contradictions")), h("ul", {}, talk.contradictions.map((one) => h("li", {}, one)))),
      h("p", { class: "end-buttons" }, h("a", { class: "button primary", id: "to-plan", href: wayPlace(key, "plan").href }, t("see_plan")),
        h("a", { class: "button", href: wayPlace(key).href }, t("see_now"))),
      h("ol", { class: "said-list" }, talk.questions.map(row))),
  };
}
