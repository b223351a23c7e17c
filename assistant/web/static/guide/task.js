// One task: what, why, who, until when it is done, what it rests on; its state, records and evidence.
import { fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { clauseMarks } from "./clauses.js";
import { doneWhen } from "./done_when.js";
import { evidencePart } from "./evidence.js";
import { companyHead, lateMark, stateMark } from "./frame.js";
import { apiOf, chatWith, draftOf, openDraft, questionPlace, taskPlace, wayPlace } from "./places.js";
import { drafts as allDrafts, get } from "./server.js";
import { taskDesk } from "./task_desk.js";
import { recordPart } from "./task_record.js";
import { statePart } from "./task_state.js";

export async function showTask(main, key, id) {
  const [way, task, drafts] = await Promise.all([get(apiOf(key)), get(apiOf(key, "tasks", id)), allDrafts()]);
  const desk = taskDesk(way, task);
  const list = doneWhen(desk);
  const record = recordPart(desk);
  const facts = h("dl", { class: "task-facts" });
  const top = h("p", { class: "task-top" });

  function draw(now) {
    fill(top, stateMark(now.state), h("span", {}, now.phase), now.left_out !== null && h("span", { class: "left-out" }, t("left_out", { why: now.reason || now.left_out })));
    fill(facts, factList(now));
  }
  fill(main, h("div", { class: "page task-page" },
    companyHead(way, "", task.title, ""),
    top,
    h("div", { class: "task-frame" },
      h("div", { class: "task-main" },
        block("what", t("what"), h("ol", { class: "steps" }, task.what.map((one) => h("li", {}, one))), leads(way, task)),
        block("why", t("why"), h("p", {}, task.why), clauseMarks(task.clauses, { label: t("basis") })),
        block("done-when", t("done_when"), list.element),
        task.hints.length > 0 && block("hints", t("hints"), h("ul", { class: "hints" }, task.hints.map((one) => h("li", {}, h("p", {}, one.text), one.clause && clauseMarks([one.clause]))))),
        task.produces.length > 0 && block("produces", t("produces"), h("ul", { class: "document-list" }, task.produces.map((one) => document_(way, one, drafts)))),
        evidencePart(desk),
        task.ask.length > 0 && block("ask", t("ask_chat"), h("p", { class: "field-help" }, t("ask_chat_help")),
          h("ul", { class: "asks" }, task.ask.map((one) => h("li", {}, h("a", { class: "ask", href: chatWith(one).href, target: "_blank", rel: "noopener" }, one)))))),
      h("aside", { class: "task-side", "aria-label": t("task_side") }, statePart(desk, list), facts, record.element)),
    around(way, id)));
  draw(task);
  desk.watch(draw);
  return { unsaved: record.unsaved, close: record.close };
}

const block = (id, title, ...content) => h("section", { class: "task-block", "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), content);

/** Ways to the other pages of the guide that the task is done with. */
function leads(way, task) {
  const link = (place, key) => h("a", { class: "button", href: place.href }, t(key));
  const found = [
    task.self_check && link(wayPlace(way.company_id, "checks"), "to_checks"),
    task.question && link(questionPlace(way.company_id, task.question), "fill_answers"),
  ].filter(Boolean);
  return found.length > 0 && h("p", { class: "leads" }, found);
}

function factList(task) {
  const row = (name, ...value) => [h("dt", {}, t(name)), h("dd", {}, value)];
  const [least, most] = task.days;
  return [
    task.start && row("planned", t("from_to_days", { from: task.start, to: task.end }), " ", lateMark(task)),
    row("usual_days", t(least === most ? "days_one" : "days_range", { least, most }), h("span", { class: "badge" }, t("advice"))),
    row("who", task.owner),
    task.signs && row("signs", task.signs),
    task.blocked_by.length > 0 && task.state !== "done" && row("waits_for", h("span", { class: "blocked" }, task.blocked_by.join("、"))),
  ];
}

function document_(way, one, drafts) {
  const made = drafts.filter((draft) => draft.blueprint === one.id && draft.company === way.company);
  return h("li", {}, h("span", { class: "code" }, one.code),
    h("span", {}, one.title, made.map((draft) => h("a", { class: "made", href: openDraft(draft.id).href }, t("open_draft", { title: draft.title })))),
    h("a", { class: "button", href: draftOf(one, way.company_id).href, "aria-label": t("draft_this", { title: one.title }) }, t(made.length ? "draft_again" : "draft")));
}

/** The tasks that this one needs, and those before and after it on the road map. */
function around(way, id) {
  const all = way.phases.flatMap((phase) => phase.tasks);
  const at = all.findIndex((one) => one.id === id);
  const link = (one, words) => one && h("a", { href: taskPlace(way.company_id, one.id).href }, h("span", {}, t(words)), one.title);
  return h("nav", { class: "around", "aria-label": t("other_tasks") },
    link(all[at - 1], "task_before") || h("a", { href: wayPlace(way.company_id).href }, t("tab_overview")), link(all[at + 1], "task_after"));
}
