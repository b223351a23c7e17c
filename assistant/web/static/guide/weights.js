// Weights of the groups, only when the company sets them: together 100, or none at all.
import { say } from "../draft/desk.js";
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { apiOf } from "./places.js";
import { ask, CONFLICT, get } from "./server.js";

const WHOLE = 100;

export function weightsPart(way, result, changed) {
  let { revision } = way;
  const given = way.weights || {};
  const own = Object.keys(given).length > 0;
  const sum = h("p", { class: "sums", "aria-live": "polite" });
  const said = h("div", { "aria-live": "polite" });
  const inputs = new Map(result.scores.map((one) => [one.id, h("input", {
    id: `weight-${one.id}`, type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "6", value: given[one.id] ?? "", oninput: count,
  })]));
  const save = h("button", { class: "button primary", id: "save-weights" }, t("save"));
  const numbers = () => new Map([...inputs].map(([id, input]) => [id, input.value.trim() === "" ? 0 : Number(input.value.replace(/[%％]/g, ""))]));

  function count() {
    const values = [...numbers().values()];
    const wrong = values.some((one) => !Number.isFinite(one) || one < 0 || one > WHOLE);
    const all = Math.round(values.reduce((one, other) => one + other, 0) * 1000) / 1000;
    const right = !wrong && all === WHOLE;
    fill(sum, h("span", { class: right ? "sum_right" : "sum_less" }, wrong ? t("weight_wrong") : t(right ? "weights_right" : "weights_sum", { sum: all, rest: Math.abs(WHOLE - all) })));
    save.disabled = !right;
  }
  async function send(weights) {
    fill(said);
    try {
      await ask("PATCH", apiOf(way.company_id), { revision, weights });
      say(t(Object.keys(weights).length ? "weights_kept" : "weights_gone"));
      changed();
    } catch (error) {
      if (error.status === CONFLICT) ({ revision } = await get(apiOf(way.company_id)));
      fill(said, problem(error.status === CONFLICT ? t("weights_conflict") : error.message));
    }
  }
  count();
  return h("details", { class: "weights", id: "weights", open: own },
    h("summary", {}, h("h2", {}, t(own ? "weights_own" : "weights_none"))),
    h("p", { class: "field-help" }, t("weights_help")),
    h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); send(Object.fromEntries([...numbers()].filter(([, one]) => one))); } },
      h("div", { class: "weight-grid" }, result.scores.map((one) => h("div", { class: "weight" }, h("label", { for: `weight-${one.id}` }, one.title), inputs.get(one.id)))),
      sum, said,
      h("div", { class: "begin-buttons" }, save, own && h("button", { type: "button", class: "button", id: "no-weights", onclick: () => send({}) }, t("weights_remove")))));
}
