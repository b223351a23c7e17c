// Beside the road map: dates, self-check, documents to come, what to ask the regulator, taking all away.
import { date } from "../draft/date_box.js";
import { say } from "../draft/desk.js";
import { sure } from "../library/dialog.js";
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { percent, spokenDay } from "./frame.js";
import { api, apiOf, checkPlace, draftOf, questionPlace, startPlace, wayPlace } from "./places.js";
import { ask } from "./server.js";

export function overviewSide(way, checks, { changed, go }) {
  return h("aside", { class: "overview-side", "aria-label": t("beside") },
    dates(way, changed), checkPart(way, checks), asking(way), documents(way), ending(way, go));
}

const box = (id, title, ...content) => h("section", { class: "box", "aria-labelledby": id }, h("h2", { id }, title), content);

function dates(way, changed) {
  const said = h("div", { "aria-live": "polite" });
  const start = date({}, { id: "start-day", described: "start-day-help", changed: () => { save.disabled = (start.get() || "") === way.start; } });
  start.set(way.start || "");
  const save = h("button", { class: "button", disabled: true, id: "save-start" }, t("save"));
  async function change(event) {
    event.preventDefault();
    fill(said);
    try {
      const next = await ask("PATCH", apiOf(way.company_id), { revision: way.revision, start: start.get() || "" });
      say(t("start_changed", { day: spokenDay(next.end) }));
      changed(next);
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  return box("dates-title", t("dates"),
    h("p", { class: "ends" }, t("plan_ends"), h("strong", {}, spokenDay(way.end))),
    h("form", { class: "start-form", onsubmit: change },
      h("label", { for: "start-day" }, t("start_day")), start.element, save,
      h("p", { class: "field-help", id: "start-day-help" }, t("start_help"))),
    said,
    way.notes.length > 0 && h("ul", { class: "notes" }, way.notes.map((one) => h("li", {}, one))));
}

function checkPart(way, checks) {
  const last = checks.at(-1);
  const open = checks.find((one) => !one.finished);
  return box("check-title", t("tab_checks"),
    !last && h("p", {}, t("no_checks")),
    last && h("p", {}, h("strong", {}, last.title), " ", last.finished ? t("met_share", { share: percent(last.share) }) : t("check_open")),
    h("p", { class: "box-foot" }, h("a", { href: (open ? checkPlace(way.company_id, open.id) : wayPlace(way.company_id, "checks")).href },
      t(open ? "check_go_on" : last ? "check_results" : "check_begin"))));
}

function asking(way) {
  if (!way.to_ask.length) return null;
  return box("asking-title", t("ask_regulator"),
    h("ul", { class: "dotted" }, way.to_ask.map((one) => h("li", {}, one))),
    h("p", { class: "field-help" }, t("ask_regulator_help")),
    h("p", { class: "box-foot" }, h("a", { href: questionPlace(way.company_id, "regulator").href }, t("fill_answers"))));
}

function documents(way) {
  if (!way.documents.length) return null;
  return box("documents-title", t("documents"),
    h("ul", { class: "document-list" }, way.documents.map((one) => h("li", {},
      h("span", { class: "code" }, one.code), h("span", {}, one.title),
      h("a", { href: draftOf(one, way.company_id).href, "aria-label": t("draft_this", { title: one.title }) }, t("draft"))))));
}

function ending(way, go) {
  const said = h("div", { "aria-live": "polite" });
  async function remove() {
    const yes = await sure({ title: t("remove_way"), words: t("remove_way_words", { company: way.company }), yes: t("remove") });
    if (!yes) return;
    try {
      await ask("DELETE", apiOf(way.company_id));
      say(t("way_removed", { company: way.company }));
      go(startPlace());
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  return box("pack-title", t("package"),
    h("p", {}, t("package_words")),
    h("p", { class: "box-foot" }, h("a", { class: "button", id: "package", href: api(apiOf(way.company_id, "package")).href, download: true }, t("package_get"))),
    h("p", { class: "box-foot" }, h("button", { type: "button", class: "button danger-quiet", id: "remove-way", onclick: remove }, t("remove_way_button"))), said);
}
