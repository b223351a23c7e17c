// One self-check: its statements by group, each answered and saved at once; or what it came to.
import { sure } from "../library/dialog.js";
import { announce, fill, h, problem } from "../library/dom.js";
import { moment } from "../draft/time.js";
import { t } from "../library/words.js";
import { checkResult } from "./check_result.js";
import { checkRow } from "./check_row.js";
import { companyHead, meter } from "./frame.js";
import { apiOf, checkPlace, wayPlace } from "./places.js";
import { ask, get } from "./server.js";

export async function showCheck(main, key, id, url, go) {
  const [way, view] = await Promise.all([get(apiOf(key)), get(apiOf(key, "assessments", id))]);
  if (view.finished || url.searchParams.get("view") === "result") return checkResult(main, way, view, go);
  return checkForm(main, way, view, go);
}

function checkForm(main, way, view, go) {
  const path = apiOf(way.company_id, "assessments", view.id);
  const bar = h("div", { class: "check-bar" });
  const said = h("div", { "aria-live": "polite" });
  const counts = new Map();
  const rows = new Map();
  let result = view.result;

  const save = async (check, values) => {
    const kept = await ask("PUT", `${path}/reply`, { check, ...values });
    result = kept.result;
    drawBar();
    return kept;
  };
  const refresh = async (check) => {
    const now = await get(path);
    return now.groups.flatMap((group) => group.checks).find((one) => one.id === check);
  };
  function drawBar() {
    fill(bar, meter(result.answered, result.asked, t("answered_of", { n: result.answered, all: result.asked }), "answered"),
      h("button", { type: "button", class: "button", id: "next-open", disabled: result.answered === result.asked, onclick: nextOpen }, t("next_open")),
      h("button", { type: "button", class: "button primary", id: "finish", onclick: finish }, t("finish")));
    for (const score of result.scores) {
      const asked = score.yes + score.partly + score.no + score.na + score.open;
      const place = counts.get(score.id);
      if (place) place.textContent = t("answered_of_group", { n: asked - score.open, all: asked });
    }
  }
  function nextOpen() {
    const row = [...rows.values()].find((one) => !one.answered());
    row?.element.scrollIntoView({ block: "center" });
    row?.focus();
  }
  async function finish() {
    await Promise.all([...rows.values()].map((row) => row.keep()));
    const left = result.asked - result.answered;
    if (left && !await sure({ title: t("finish_title"), words: t("finish_words", { n: left }), yes: t("finish_anyway"), mild: true })) {
      nextOpen();
      return;
    }
    try {
      await ask("PATCH", path, { finished: true });
      announce(t("finished"));
      go(checkPlace(way.company_id, view.id, "result"));
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  fill(main, h("div", { class: "page check-page" },
    companyHead(way, "checks", view.title, t("check_lead", { time: moment(view.started), source: view.from })),
    h("p", { class: "field-help" }, t(view.standard ? "check_help_standard" : "check_help")),
    view.note && h("p", { class: "caution" }, view.note),
    bar, said,
    view.groups.filter((group) => group.checks.length).map((group) => {
      counts.set(group.id, h("span", { class: "count" }));
      return h("section", { class: "check-group", "aria-labelledby": `group-${group.id}` },
        h("h2", { id: `group-${group.id}`, class: "part-title" }, group.title, counts.get(group.id)),
        group.checks.map((one) => {
          rows.set(one.id, checkRow(one, { save, refresh }));
          return rows.get(one.id).element;
        }));
    }),
    h("p", { class: "back" }, h("a", { href: wayPlace(way.company_id, "checks").href }, t("back_to_checks")))));
  drawBar();
  return {
    unsaved: () => [...rows.values()].some((one) => one.unsaved()),
    close: () => Promise.all([...rows.values()].map((one) => one.keep())),
  };
}
