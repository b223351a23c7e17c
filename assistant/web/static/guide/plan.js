// The plan: a Gantt chart, and the same as a table; as a calendar file.
import { fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { chart } from "./charts.js";
import { companyHead, lateMark, spokenDay, stateMark } from "./frame.js";
import { api, apiOf, taskPlace } from "./places.js";
import { get } from "./server.js";

const STILL = new Set(["phase", "state_title", "starts", "ends"]); // columns that do not break

export async function showPlan(main, key) {
  const [way, figure] = await Promise.all([get(apiOf(key)), get(apiOf(key, "chart"))]);
  const tasks = way.phases.flatMap((phase) => phase.tasks.map((task) => ({ ...task, phase: phase.title })));
  const planned = tasks.filter((one) => one.start).sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0));
  const drawn = chart(figure, { label: t("gantt_label", { n: planned.length, end: spokenDay(way.end) }), wide: true });
  fill(main, h("div", { class: "page plan-page" },
    companyHead(way, "plan", t("tab_plan"), t("plan_lead", { start: spokenDay(way.start || planned[0]?.start || way.end), end: spokenDay(way.end), n: planned.length }),
      h("a", { class: "button", id: "ics", href: api(apiOf(way.company_id, "plan.ics")).href, download: true }, t("ics"))),
    way.notes.length > 0 && h("ul", { class: "notes" }, way.notes.map((one) => h("li", {}, one))),
    h("p", { class: "field-help" }, t("plan_help")),
    drawn.element,
    h("section", { "aria-labelledby": "plan-table-title" }, h("h2", { id: "plan-table-title", class: "part-title" }, t("plan_table")),
      h("div", { class: "table-frame" }, table(way, planned))),
    leftOut(way, tasks.filter((one) => one.left_out !== null))));
  return { close: drawn.close };
}

function table(way, planned) {
  const columns = ["task", "phase", "state_title", "starts", "ends", "who", "waits_for"];
  const cell = (name, ...value) => h("td", { class: STILL.has(name) ? "still" : null, data: { label: t(name) } }, value);
  return h("table", { class: "plan-table" },
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, t(name))))),
    h("tbody", {}, planned.map((one) => h("tr", { data: { task: one.id } },
      h("th", { scope: "row" }, h("a", { href: taskPlace(way.company_id, one.id).href }, one.title)),
      cell("phase", one.phase), cell("state_title", stateMark(one.state)), cell("starts", one.start), cell("ends", one.end, " ", lateMark(one)),
      cell("who", one.owner), cell("waits_for", one.state === "done" || !one.blocked_by.length ? "—" : one.blocked_by.join("、"))))));
}

function leftOut(way, tasks) {
  if (!tasks.length) return null;
  return h("section", { class: "left-out-tasks", "aria-labelledby": "left-out-title" }, h("h2", { id: "left-out-title", class: "part-title" }, t("left_out_tasks")),
    h("ul", { class: "dotted" }, tasks.map((one) => h("li", {}, h("a", { href: taskPlace(way.company_id, one.id).href }, one.title), `：${one.left_out}`))));
}
