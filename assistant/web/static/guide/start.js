// Where the guide begins: the companies on their way, and a form for another one.
import { date } from "../draft/date_box.js";
import { moment } from "../draft/time.js";
import { fill, h, problem } from "../library/dom.js";
import { day, t } from "../library/words.js";
import { percent, spokenDay } from "./frame.js";
import { taskPlace, wayPlace } from "./places.js";
import { ask, get } from "./server.js";

export async function showStart(main, go) {
  const ways = await get("");
  fill(main, h("div", { class: "page guide-start" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("guide")), h("p", { class: "lead" }, t("guide_lead")))),
    h("div", { class: "start-frame" },
      ways.length ? companies(ways) : welcome(),
      beginForm(ways, go))));
}

function welcome() {
  return h("section", { class: "welcome", "aria-labelledby": "welcome-title" },
    h("h2", { id: "welcome-title" }, t("welcome")),
    h("ol", {}, [1, 2, 3].map((n) => h("li", {}, t(`welcome_${n}`)))));
}

function companies(ways) {
  return h("section", { "aria-labelledby": "companies-title" },
    h("h2", { id: "companies-title", class: "part-title" }, t("companies"), h("span", { class: "count" }, ways.length)),
    h("ul", { class: "way-list" }, ways.map(row)));
}

function row(way) {
  const next = way.next[0];
  return h("li", { class: "way-row", data: { way: way.company_id } },
    h("div", { class: "way-row-words" },
      h("h3", {}, h("a", { href: wayPlace(way.company_id).href }, way.company)),
      h("p", {}, h("span", { class: "way-next" }, next
        ? [t("next_is"), h("a", { href: taskPlace(way.company_id, next.id).href }, next.title)]
        : t(way.done === way.total ? "all_done" : "nothing_next"))),
      h("p", { class: "way-facts" }, h("span", {}, t("ends_on", { day: spokenDay(way.end) })),
        way.open_questions > 0 && h("span", {}, t("questions_open", { n: way.open_questions })),
        h("span", {}, t("changed_at", { time: moment(way.updated) })))),
    h("div", { class: "way-progress" },
      h("span", { class: "way-count" }, t("done_of", { done: way.done, total: way.total })),
      h("progress", { max: String(Math.max(way.total, 1)), value: String(way.done), "aria-label": t("progress_of", { company: way.company, share: percent(way.total ? way.done / way.total : 0) }) })));
}

function beginForm(ways, go) {
  const said = h("div", { "aria-live": "polite" });
  const known = h("p", { class: "field-help", id: "begin-known", role: "status" });
  const found = () => ways.find((one) => one.company === name.value.trim().split(/\s+/).join(" "));
  const name = h("input", {
    id: "begin-company", type: "text", autocomplete: "organization", maxlength: "100", "aria-describedby": "begin-company-help begin-known",
    "aria-required": "true", oninput: () => { known.textContent = found() ? t("company_known") : ""; },
  });
  const start = date({}, { id: "begin-start", described: "begin-start-help", changed: () => {} });
  start.set(day(new Date()));
  const button = h("button", { class: "button primary", id: "begin" }, t("begin_go"));

  async function begin(event) {
    event.preventDefault();
    fill(said);
    if (!name.value.trim()) {
      fill(said, problem(t("company_first")));
      name.focus();
      return;
    }
    button.disabled = true;
    try {
      const old = found();
      const way = old || await ask("POST", "", { company: name.value.trim(), start: start.get() || "" });
      go(old ? wayPlace(way.company_id) : wayPlace(way.company_id, "interview"));
    } catch (error) {
      fill(said, problem(error.message));
      button.disabled = false;
    }
  }
  return h("section", { class: "box begin", "aria-labelledby": "begin-title" },
    h("h2", { id: "begin-title" }, t(ways.length ? "begin_another" : "begin_title")),
    h("form", { novalidate: true, onsubmit: begin },
      h("div", { class: "field" }, h("label", { for: "begin-company" }, t("company_name")),
        h("p", { class: "field-help", id: "begin-company-help" }, t("company_help")), name, known),
      h("div", { class: "field" }, h("label", { for: "begin-start" }, t("start_day")),
        h("p", { class: "field-help", id: "begin-start-help" }, t("start_help")), start.element),
      said, h("div", { class: "begin-buttons" }, button)));
}
