// What a self-check came to: shares, a radar and a trend, counts by group, gaps in order; weights of the company's own.
import { moment } from "../draft/time.js";
import { fill, h, problem } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { chart } from "./charts.js";
import { clauseMarks } from "./clauses.js";
import { companyHead, percent } from "./frame.js";
import { apiOf, checkPlace, wayPlace } from "./places.js";
import { ask, get } from "./server.js";
import { weightsPart } from "./weights.js";

export async function checkResult(main, way, view, go) {
  const path = apiOf(way.company_id, "assessments", view.id);
  const [figures, made] = await Promise.all([get(`${path}/chart`), get(apiOf(way.company_id, "assessments"))]);
  const { result } = view;
  const said = h("div", { "aria-live": "polite" });
  const radar = result.answered > 0 && chart(figures.radar, { label: t("radar_label", { words: result.scores.map((one) => `${one.title} ${percent(one.share)}`).join("、") }) });
  const trend = made.length > 1 && chart(figures.trend, { label: t("trend_label", { words: made.map((one) => `${one.title} ${percent(one.share)}`).join("、") }) });

  async function reopen() {
    try {
      if (view.finished) await ask("PATCH", path, { finished: false });
      go(checkPlace(way.company_id, view.id));
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  const when = [t("started_at", { time: moment(view.started) }), view.finished && t("finished_at", { time: moment(view.finished) })].filter(Boolean).join(" · ");
  fill(main, h("div", { class: "page result-page" },
    companyHead(way, "checks", view.title, `${when} · ${t("checked_against", { source: view.from })}`,
      h("button", { type: "button", class: "button", id: "reopen", onclick: reopen }, t(view.finished ? "reopen" : "check_go_on"))),
    said,
    h("div", { class: "tiles" },
      tile(t("met"), percent(result.share), result.before == null ? "" : compared(result)),
      tile(t("met_or_partly"), percent(result.reach)),
      tile(t("answered"), `${result.answered} / ${result.asked}`),
      tile(t("gaps_number"), String(result.gaps.length))),
    !trend && view.note && h("p", { class: "caution" }, view.note),
    h("p", { class: "field-help" }, t("share_help")),
    h("div", { class: "charts" },
      radar && h("section", { "aria-labelledby": "radar-title" }, h("h2", { id: "radar-title", class: "part-title" }, t("radar")), radar.element),
      trend && h("section", { "aria-labelledby": "trend-title" }, h("h2", { id: "trend-title", class: "part-title" }, t("trend")), trend.element, trendWords(view, made), trendTable(made))),
    h("section", { "aria-labelledby": "scores-title" }, h("h2", { id: "scores-title", class: "part-title" }, t("by_group")), h("div", { class: "table-frame" }, scores(result))),
    gaps(result, new Map(view.groups.flatMap((group) => group.checks).map((one) => [one.id, one.quote]))),
    weightsPart(way, result, () => go(checkPlace(way.company_id, view.id, "result"))),
    h("p", { class: "back" }, h("a", { href: wayPlace(way.company_id, "checks").href }, t("back_to_checks")))));
  return { close: () => { radar?.close?.(); trend?.close?.(); } };
}

const tile = (name, value, more = "") => h("div", { class: "tile" }, h("p", { class: "tile-name" }, name), h("p", { class: "tile-value" }, value), more && h("p", { class: "tile-more" }, more));

function compared({ share, before }) {
  const change = Math.round(share * 100) - Math.round(before * 100);
  return t(change > 0 ? "better_than" : change < 0 ? "worse_than" : "same_as", { before: percent(before), points: Math.abs(change) });
}

function scores(result) {
  const withBefore = result.scores.some((one) => one.before != null);
  const columns = ["group", "reply_yes", "reply_partly", "reply_no", "reply_na", "open_checks", "met", "met_or_partly", withBefore && "met_before"].filter(Boolean);
  const cell = (name, value) => h("td", { data: { label: t(name) } }, value);
  return h("table", { class: "plan-table numbers" },
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, t(name))))),
    h("tbody", {}, result.scores.map((one) => h("tr", { data: { group: one.id } }, h("th", { scope: "row" }, one.title),
      cell("reply_yes", one.yes), cell("reply_partly", one.partly), cell("reply_no", one.no), cell("reply_na", one.na), cell("open_checks", one.open),
      cell("met", percent(one.share)), cell("met_or_partly", percent(one.reach)), withBefore && cell("met_before", percent(one.before))))));
}

/** What the line says of this self-check, and where it breaks off because two did not ask the same. */
function trendWords(view, made) {
  const broken = made.filter((one) => one.apart && one.id !== view.id);
  return [
    view.result.comparison && h("p", { class: "comparison" }, view.result.comparison.said),
    view.note && h("p", { class: "caution" }, view.note),
    broken.length > 0 && h("ul", { class: "apart" }, broken.map((one) => h("li", {}, h("strong", {}, one.title), h("span", {}, one.said)))),
  ];
}

function trendTable(made) {
  return h("table", { class: "plan-table trend-table" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("a_check")), h("th", { scope: "col" }, t("met")))),
    h("tbody", {}, made.map((one) => h("tr", {}, h("th", { scope: "row" }, one.title, one.apart && h("span", { class: "badge" }, t("asks_otherwise"))), h("td", { data: { label: t("met") } }, percent(one.share))))));
}

function gaps(result, quotes) {
  return h("section", { "aria-labelledby": "gaps-title" }, h("h2", { id: "gaps-title", class: "part-title" }, t("gaps"), h("span", { class: "count" }, result.gaps.length)),
    h("p", { class: "field-help" }, t(result.gaps.length ? "gaps_help" : "gaps_none")),
    h("ol", { class: "gap-list" }, result.gaps.map((one) => h("li", { class: "gap-row", data: { check: one.check } },
      h("div", { class: "gap-head" }, h("span", { class: `badge reply-mark-${one.reply}` }, nameOf("reply", one.reply)), h("span", { class: "badge" }, one.topic), one.worse && h("span", { class: "badge badge-stale" }, t("worse"))),
      h("p", { class: "gap-words" }, one.text), h("p", { class: "field-help" }, t("gap_reason", { why: one.reason })),
      clauseMarks([{ clause_id: one.clause_id, mark: one.mark, text: quotes.get(one.check) }], { label: t("basis") })))));
}
