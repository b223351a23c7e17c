// What the pages of one company share: its name, the ways between its pages, states in words and icons.
import { spokenDate } from "../draft/time.js";
import { h } from "../library/dom.js";
import { day, language, nameOf, t } from "../library/words.js";
import { startPlace, wayPlace } from "./places.js";

const TABS = ["overview", "interview", "plan", "checks", "history"];

/** The head of a company's page. `tab` is the one that is open, "" below one. */
export function companyHead(way, tab, heading, lead, ...tools) {
  const key = way.company_id;
  const place = (name) => (name === "overview" ? wayPlace(key) : wayPlace(key, name));
  return [
    h("nav", { class: "way-bar", "aria-label": t("pages_of", { company: way.company }) },
      h("p", { class: "crumbs" }, h("a", { href: startPlace().href }, t("guide")), h("span", { "aria-hidden": "true" }, " / "), h("span", { class: "way-company" }, way.company)),
      h("ul", { class: "way-tabs" }, TABS.map((name) => h("li", {},
        h("a", { href: place(name).href, "aria-current": name === tab ? "page" : null }, t(`tab_${name}`)))))),
    h("header", { class: "page-head", data: { company: way.company } },
      h("div", {}, h("h1", {}, heading), lead && h("p", { class: "lead" }, lead)),
      tools.some(Boolean) && h("div", { class: "head-tools" }, tools)),
  ];
}

/** A state as word and icon. */
export const stateMark = (state) => h("span", { class: `state state-${state}` }, nameOf("state", state));

/** A day as the language of the page writes it. */
export const spokenDay = (iso) => (language() === "en" ? iso : spokenDate(iso));

/** That a task should be done by now. */
export function lateMark(task) {
  const late = task.end && ["todo", "doing"].includes(task.state) && task.end < day(new Date());
  return late && h("span", { class: "late" }, t("late"));
}

export const percent = (share) => (share == null ? t("no_share") : `${Math.round(share * 100)}%`);

/** How far one is: a bar with its words. */
export function meter(done, total, words, id) {
  return h("div", { class: "meter" }, h("p", { class: "meter-words", id }, words),
    h("progress", { max: String(Math.max(total, 1)), value: String(done), "aria-labelledby": id }));
}
