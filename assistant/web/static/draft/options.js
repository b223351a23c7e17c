// Clauses that other places have and this document may take over: left out, shown with their origin, or adopted.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

const STATES = [null, "shown", "adopted"];

/** `stateOf(option)` gives null, `shown` or `adopted`; `choose(option, state)` is called on a change. */
export function optionList(options, { prefix, stateOf, choose }) {
  return h("section", { class: "options", "aria-labelledby": `${prefix}-list-title` },
    h("h2", { id: `${prefix}-list-title` }, t("options")), h("p", { class: "lead" }, t("options_lead")),
    options.map((one) => option(one, { prefix, stateOf, choose })));
}

export function option(one, { prefix, stateOf, choose }) {
  const id = `${prefix}-${one.key.replace(/[^\w-]/g, "-")}`;
  const radio = (state) => {
    const own = `${id}-${state || "none"}`;
    return h("label", { class: "pick", for: own },
      h("input", { type: "radio", id: own, name: id, checked: stateOf(one) === state, onchange: () => choose(one, state) }),
      h("span", {}, t(`option_${state || "none"}`)));
  };
  return h("fieldset", { class: "option", data: { option: one.key } },
    h("legend", {}, one.title, h("span", { class: "badge badge-away" }, [one.region, one.year].filter(Boolean).join(" "))),
    h("p", { class: "option-source" }, one.mark),
    one.quote && h("blockquote", {}, one.quote),
    one.note && h("p", { class: "field-help" }, one.note),
    h("div", { class: "radios" }, STATES.map(radio)));
}
