// A company at a glance: what to do now, the road map, and beside it dates, documents, open questions.
import { fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { clauseMarks } from "./clauses.js";
import { companyHead, lateMark, meter, stateMark } from "./frame.js";
import { overviewSide } from "./overview_side.js";
import { apiOf, questionPlace, taskPlace } from "./places.js";
import { roadMap } from "./road_map.js";
import { get } from "./server.js";

const NOW = 3; // tasks that are shown large

export async function showOverview(main, key, go) {
  const way = await get(apiOf(key));
  const checks = await get(apiOf(key, "assessments"));
  const first = way.next[0] ? await get(apiOf(key, "tasks", way.next[0].id)) : null;
  draw(way);

  function draw(shown) {
    fill(main, h("div", { class: "page" },
      companyHead(shown, "overview", shown.company, t("overview_lead", { n: shown.total })),
      h("div", { class: "overview" },
        h("div", { class: "overview-top" },
          meter(shown.done, shown.total, t("done_of_tasks", { done: shown.done, total: shown.total }), "progress"),
          warnings(shown), nowPart(shown, first), interviewCall(shown)),
        roadMap(shown),
        overviewSide(shown, checks, { changed, go }))));
  }
  /** After another start day: the plan anew, the keyboard where it was. */
  function changed(next) {
    draw(next);
    document.getElementById("start-day")?.focus();
  }
}

function warnings(way) {
  if (!way.contradictions.length) return null;
  return h("section", { class: "warn", "aria-labelledby": "warn-title" }, h("h2", { id: "warn-title" }, t("contradictions")),
    h("ul", {}, way.contradictions.map((one) => h("li", {}, one))),
    h("p", {}, h("a", { href: questionPlace(way.company_id).href }, t("to_interview"))));
}

function interviewCall(way) {
  if (!way.open_questions) return null;
  return h("section", { class: "call", "aria-labelledby": "call-title" },
    h("div", {}, h("h2", { id: "call-title" }, t("interview_open", { n: way.open_questions })), h("p", {}, t("interview_why"))),
    h("a", { class: "button", href: questionPlace(way.company_id).href }, t("interview_go_on")));
}

function nowPart(way, first) {
  const lines = new Map(way.phases.flatMap((phase) => phase.tasks).map((one) => [one.id, one]));
  const now = way.next.slice(0, NOW).map((one) => lines.get(one.id));
  return h("section", { class: "now", "aria-labelledby": "now-title" },
    h("h2", { id: "now-title" }, t("now")),
    !now.length && h("p", { class: "empty-line" }, t(way.done === way.total ? "all_done_words" : "nothing_next")),
    h("ol", { class: "now-list" }, now.map((one, at) => h("li", { class: at ? "now-task" : "now-task now-first", data: { task: one.id } },
      h("div", { class: "now-words" },
        h("h3", {}, h("a", { href: taskPlace(way.company_id, one.id).href }, one.title)),
        !at && first && h("p", { class: "now-why" }, first.why),
        h("p", { class: "now-facts" }, stateMark(one.state), h("span", {}, one.owner), one.end && h("span", {}, t("until", { day: one.end })), lateMark(one)),
        !at && first && clauseMarks(first.clauses, { label: t("basis") })),
      !at && h("a", { class: "button primary", href: taskPlace(way.company_id, one.id).href }, t("see_how"))))),
    way.next.length > NOW && h("p", { class: "now-more" }, t("more_next", { n: way.next.length - NOW })));
}
