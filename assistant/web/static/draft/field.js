// One fact in a form: its label, control, help, and what is wrong with it.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { choice, choices, yesNo } from "./choosing.js";
import { date } from "./date_box.js";
import { lines } from "./line_list.js";
import { paragraph, text } from "./text_box.js";
import { table } from "./table_grid.js";

/** Each makes `{element, get, set, focus, grouped}` of a spec and `{id, described, changed}`. */
const CONTROLS = {
  text, person: text, count: text, money: text, percent: text, paragraph, date, choice, choices, "yes-no": yesNo, lines, table,
};

/** `{element, get, set, focus, problem}`; `changed(name)` is called when a person changes the value. */
export function field(spec, value, { prefix, changed }) {
  const id = `${prefix}-${spec.name}`;
  const error = h("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite", hidden: true });
  const under = h("div", { class: "field-under" });
  const control = (CONTROLS[spec.type] || text)(spec, {
    id, described: `${id}-help ${id}-error`, changed: () => changed(spec.name),
  });
  control.set(value);
  const marks = [
    spec.required && h("span", { class: "required-mark" }, t("required")),
    spec.sensitive && h("span", { class: "needed" }, t("sensitive")),
  ];
  const help = h("p", { class: "field-help", id: `${id}-help` }, spec.help,
    control.grouped && spec.example && h("span", { class: "field-example" }, t("for_example", { words: spec.example })));
  const element = control.grouped
    ? h("fieldset", { class: "field", data: { fact: spec.name }, "aria-describedby": `${id}-help ${id}-error` },
      h("legend", { class: "label" }, spec.label, marks), help, control.element, error, under)
    : h("div", { class: "field", data: { fact: spec.name } },
      h("label", { for: id }, spec.label, marks), help, control.element, error, under);
  return {
    spec, element, under, get: control.get, set: control.set, focus: control.focus,
    problem(words) {
      if (error.textContent !== words) error.textContent = words;
      error.hidden = !words;
      element.classList.toggle("wrong", Boolean(words));
      for (const input of element.querySelectorAll("input, textarea, select")) {
        if (words) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    },
  };
}
