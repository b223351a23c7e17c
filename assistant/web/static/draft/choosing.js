// One of several, some of several, yes or no or not answered.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

const MOST_RADIOS = 6;

export function choice(spec, told) {
  return spec.options.length > MOST_RADIOS ? list(spec, told) : radios(spec.options, told);
}

export const yesNo = (spec, told) => radios([{ value: true, label: t("yes") }, { value: false, label: t("no") }], told);

/** A choice that can be taken back: the last one is «not answered». */
function radios(options, { id, changed }) {
  const all = [...options, { value: undefined, label: t("not_answered") }];
  const inputs = all.map((one, at) => h("input", { type: "radio", name: id, id: `${id}-${at}`, value: String(at), onchange: changed }));
  return {
    grouped: true,
    element: h("div", { class: "radios" }, all.map((one, at) =>
      h("label", { class: one.value === undefined ? "pick pick-none" : "pick", for: `${id}-${at}` }, inputs[at], h("span", {}, one.label)))),
    get: () => all[inputs.findIndex((one) => one.checked)]?.value,
    set: (value) => {
      const at = all.findIndex((one) => one.value === value);
      inputs[at < 0 ? all.length - 1 : at].checked = true;
    },
    focus: () => (inputs.find((one) => one.checked) || inputs[0]).focus(),
  };
}

function list(spec, { id, described, changed }) {
  const select = h("select", { id, "aria-describedby": described, onchange: changed },
    h("option", { value: "" }, t("not_answered")),
    spec.options.map((one) => h("option", { value: one.value }, one.label)));
  return {
    element: select,
    get: () => select.value || undefined,
    set: (value) => { select.value = value ?? ""; },
    focus: () => select.focus(),
  };
}

export function choices(spec, { id, changed }) {
  const boxes = spec.options.map((one, at) => h("input", { type: "checkbox", id: `${id}-${at}`, onchange: changed }));
  return {
    grouped: true,
    element: h("div", { class: "checks" }, spec.options.map((one, at) =>
      h("label", { class: "pick", for: `${id}-${at}` }, boxes[at], h("span", {}, one.label)))),
    get: () => {
      const chosen = spec.options.filter((one, at) => boxes[at].checked).map((one) => one.value);
      return chosen.length ? chosen : undefined;
    },
    set: (value) => spec.options.forEach((one, at) => { boxes[at].checked = (value || []).includes(one.value); }),
    focus: () => boxes[0].focus(),
  };
}
