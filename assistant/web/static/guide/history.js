// What happened, newest first, in words.
import { moment } from "../draft/time.js";
import { fill, h } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { companyHead } from "./frame.js";
import { apiOf } from "./places.js";
import { get } from "./server.js";

export async function showHistory(main, key) {
  const [way, events, checks] = await Promise.all([get(apiOf(key)), get(apiOf(key, "events"), { limit: 1000 }), get(apiOf(key, "assessments"))]);
  const titles = new Map([...way.phases.flatMap((phase) => phase.tasks), ...checks].map((one) => [one.id, one.title]));
  const days = Map.groupBy ? Map.groupBy(events, (one) => moment(one.at).slice(0, 10)) : grouped(events);
  fill(main, h("div", { class: "page history-page" },
    companyHead(way, "history", t("tab_history"), t("history_lead")),
    [...days].map(([day, own]) => h("section", { class: "history-day", "aria-label": day }, h("h2", { class: "part-title" }, day),
      h("ol", { class: "history-list" }, own.map((one) => h("li", {}, h("time", { datetime: one.at }, moment(one.at).slice(11)), h("div", {}, said(one, titles)))))))));
}

function grouped(events) {
  const days = new Map();
  for (const one of events) {
    const day = moment(one.at).slice(0, 10);
    days.set(day, [...(days.get(day) || []), one]);
  }
  return days;
}

function said(event, titles) {
  const { detail } = event;
  const title = titles.get(event.subject) || event.subject;
  switch (event.kind) {
    case "begun": return t("happened_begun");
    case "changed": return changes(detail);
    case "evidence": return t(detail.removed ? "happened_removed" : "happened_added", { task: title, name: detail.removed || detail.added });
    case "assessment": return detail.started ? t("happened_check", { title }) : t(detail.finished ? "happened_finished" : "happened_reopened", { title });
    case "task": return [h("span", {}, t("happened_task", { task: title })), h("ul", {}, Object.keys(detail.after || {}).map((name) => h("li", {}, changed(name, detail))))];
    default: return event.kind;
  }
}

function changes(detail) {
  if ("start" in detail) return t("happened_start", { day: detail.start });
  if ("weights" in detail) return t(Object.keys(detail.weights).length ? "happened_weights" : "happened_no_weights");
  return t("happened_skipped", { n: (detail.skipped || []).length });
}

function changed(name, { before = {}, after = {} }) {
  if (name === "ticked") return ticks(before.ticked || [], after.ticked || []);
  const words = (value) => (value == null || value === "" ? t("empty_value") : name === "state" ? nameOf("state", value) : String(value));
  return t("happened_change", { part: nameOf("record", name), before: words(before[name]), after: words(after[name]) });
}

/** Which lines of what must be true were ticked off, and which no longer are. */
const ticks = (before, after) => [
  ...after.filter((one) => !before.includes(one)).map((one) => t("happened_ticked", { line: one })),
  ...before.filter((one) => !after.includes(one)).map((one) => t("happened_unticked", { line: one })),
].join("；");
