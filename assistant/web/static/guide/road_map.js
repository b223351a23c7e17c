// The phases of a company's way and their tasks: state, dates, owner, what each waits for.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { clauseMarks } from "./clauses.js";
import { lateMark, stateMark } from "./frame.js";
import { taskPlace } from "./places.js";

export function roadMap(way) {
  return h("section", { class: "road", "aria-labelledby": "road-title" },
    h("h2", { id: "road-title", class: "part-title" }, t("road_map")),
    h("ol", { class: "phases" }, way.phases.map((one, at) => phase(way, one, at))));
}

function phase(way, one, at) {
  const planned = one.tasks.filter((task) => task.left_out === null);
  const done = planned.filter((task) => task.state === "done").length;
  return h("li", { class: done === planned.length && planned.length ? "phase phase-done" : "phase" },
    h("div", { class: "phase-head" },
      h("h3", {}, h("span", { class: "phase-number", "aria-hidden": "true" }, at + 1), one.title),
      h("span", { class: "phase-count" }, t("done_of", { done, total: planned.length }))),
    h("p", { class: "phase-purpose" }, one.purpose),
    clauseMarks(one.clauses, { label: t("basis") }),
    h("ol", { class: "task-list" }, one.tasks.map((task) => row(way, task))));
}

function row(way, task) {
  const out = task.left_out !== null;
  return h("li", { class: `task-row${out ? " task-out" : ""}`, data: { task: task.id, state: task.state } },
    stateMark(task.state),
    h("div", { class: "task-row-words" },
      h("h4", {}, h("a", { href: taskPlace(way.company_id, task.id).href }, task.title)),
      out && h("p", { class: "task-row-facts" }, t("left_out", { why: task.left_out })),
      !out && h("p", { class: "task-row-facts" }, h("span", { class: "dates" }, t("from_to_days", { from: task.start, to: task.end })), h("span", {}, task.owner), lateMark(task),
        task.evidence > 0 && h("span", {}, t("evidence_count", { n: task.evidence }))),
      task.state !== "done" && task.blocked_by.length > 0 && h("p", { class: "blocked" }, t("blocked_by", { names: task.blocked_by.join("、") }))));
}
