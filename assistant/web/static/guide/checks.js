// The self-checks of a company: begin one, go on with one, see what each came to.
import { moment } from "../draft/time.js";
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { companyHead, percent } from "./frame.js";
import { apiOf, checkPlace } from "./places.js";
import { ask, get } from "./server.js";

export async function showChecks(main, key, go) {
  const [way, made] = await Promise.all([get(apiOf(key)), get(apiOf(key, "assessments"))]);
  const open = made.find((one) => !one.finished);
  fill(main, h("div", { class: "page checks-page" },
    companyHead(way, "checks", t("tab_checks"), t("checks_lead")),
    h("div", { class: "checks-frame" },
      h("section", { "aria-labelledby": "made-title" },
        h("h2", { id: "made-title", class: "part-title" }, t("checks_made"), h("span", { class: "count" }, made.length)),
        !made.length && h("div", { class: "welcome" }, h("p", {}, t("checks_none")), h("p", {}, t("checks_none_more"))),
        h("ul", { class: "check-list" }, made.toReversed().map((one) => row(way, one)))),
      open ? goOn(way, open) : begin(way, go))));
}

function row(way, one) {
  const view = one.finished ? "result" : "";
  return h("li", { class: "check-line", data: { assessment: one.id } },
    h("div", {}, h("h3", {}, h("a", { href: checkPlace(way.company_id, one.id, view).href }, one.title)),
      h("p", { class: "field-help" }, [t("started_at", { time: moment(one.started) }), one.finished && t("finished_at", { time: moment(one.finished) })].filter(Boolean).join(" · ")),
      h("p", { class: "field-help" }, t("checked_against", { source: one.source }))),
    h("div", { class: "check-line-share" }, one.finished ? [h("strong", {}, percent(one.share)), h("span", {}, t("met"))] : h("span", { class: "badge badge-open" }, t("check_open"))));
}

function goOn(way, open) {
  return h("aside", { class: "box", "aria-labelledby": "go-on-title" }, h("h2", { id: "go-on-title" }, t("check_open")),
    h("p", {}, t("check_one_only", { title: open.title })),
    h("p", { class: "box-foot" }, h("a", { class: "button primary", id: "go-on", href: checkPlace(way.company_id, open.id).href }, t("check_go_on"))));
}

function begin(way, go) {
  const title = h("input", { id: "check-title", type: "text", maxlength: "60", autocomplete: "off", "aria-describedby": "check-title-help" });
  const said = h("div", { "aria-live": "polite" });
  async function start(event) {
    event.preventDefault();
    try {
      const made = await ask("POST", apiOf(way.company_id, "assessments"), { title: title.value.trim() });
      go(checkPlace(way.company_id, made.id));
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  return h("aside", { class: "box", "aria-labelledby": "begin-check-title" }, h("h2", { id: "begin-check-title" }, t("check_begin")),
    h("form", { onsubmit: start }, h("div", { class: "field" }, h("label", { for: "check-title" }, t("check_name")),
      h("p", { class: "field-help", id: "check-title-help" }, t("check_name_help")), title),
    said, h("p", { class: "box-foot" }, h("button", { class: "button primary", id: "begin-check" }, t("check_begin")))));
}
