// Words, names, numbers: one line or several.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

const UNITS = { money: () => "元", percent: () => "%", count: (spec) => spec.unit };
const KEYS = { money: "decimal", percent: "decimal", count: "numeric" };

const placeholder = (spec) => (spec.example ? t("for_example", { words: spec.example }) : null);

export function text(spec, { id, described, changed }) {
  const input = h("input", {
    id, type: "text", autocomplete: "off", spellcheck: "false", inputmode: KEYS[spec.type], placeholder: placeholder(spec),
    "aria-describedby": described, "aria-required": spec.required ? "true" : null, oninput: changed,
  });
  const unit = UNITS[spec.type]?.(spec);
  return {
    element: unit ? h("div", { class: "with-unit" }, input, h("span", { class: "unit" }, unit)) : input,
    get: () => input.value.trim() || undefined,
    set: (value) => { input.value = value ?? ""; },
    focus: () => input.focus(),
  };
}

export function paragraph(spec, { id, described, changed }) {
  const input = h("textarea", {
    id, rows: "3", spellcheck: "false", placeholder: placeholder(spec), "aria-describedby": described,
    "aria-required": spec.required ? "true" : null, oninput: () => { grow(input); changed(); },
  });
  return {
    element: input,
    get: () => input.value.trim() || undefined,
    set: (value) => { input.value = Array.isArray(value) ? value.join("\n") : value ?? ""; requestAnimationFrame(() => grow(input)); },
    focus: () => input.focus(),
  };
}

/** As high as what is written in it. */
export function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight + 2, 900)}px`;
}
