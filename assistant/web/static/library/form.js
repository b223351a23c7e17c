// The facts as a form: each with the words where it was read, checked before it is sent.
import { h } from "./dom.js";
import { evidence, factsNamed, NAMES } from "./facts.js";
import { nameOf, regions, t, valuesOf } from "./words.js";

const NEEDED = new Set(["title", "short_title", "region"]);
const CHOICES = new Set(["kind", "status", "authority"]);
const DATES = new Set(["issued", "effective"]);
const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const LONGEST = { title: 300, short_title: 24, number: 100, issuer: 300, region: 30 };

/** `element`; `changes()` gives what differs from the text's own facts, null when something does not fit. */
export function factForm(model, jump, { prefix = "fact" } = {}) {
  const { source } = model;
  const fields = new Map();
  const rows = NAMES.map((name) => {
    const id = `${prefix}-${name}`;
    const input = control(id, name, source[name] || "");
    const error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    fields.set(name, { input, error });
    input.addEventListener("input", () => { if (!error.hidden) check(name); });
    input.addEventListener("change", () => check(name));
    return h("div", { class: "field", data: { field: name } },
      h("label", { for: id }, t(`fact_${name}`), NEEDED.has(name) && h("span", { class: "needed" }, t("needed"))),
      input, error,
      factsNamed(model, name).map((fact) => evidence(model, fact, jump)),
      DATES.has(name) && h("p", { class: "field-help" }, t("date_help")));
  });
  const replaces = factsNamed(model, "replaces");
  const element = h("div", { class: "fact-form" }, rows,
    h("datalist", { id: `${prefix}-regions` }, regions.map((name) => h("option", { value: name }))),
    replaces.length > 0 && h("div", { class: "field" }, h("p", { class: "label" }, t("fact_replaces")), replaces.map((fact) => evidence(model, fact, jump))));

  function control(id, name, value) {
    const told = { id, name, "aria-describedby": `${id}-error` };
    if (CHOICES.has(name)) {
      return h("select", told, valuesOf(name).map((one) => h("option", { value: one, selected: one === value }, nameOf(name, one))));
    }
    if (name === "title") return h("textarea", { ...told, rows: "2", value });
    return h("input", {
      ...told, type: "text", value, autocomplete: "off", spellcheck: "false", maxlength: LONGEST[name],
      list: name === "region" ? `${prefix}-regions` : null, placeholder: DATES.has(name) ? t("date_example") : null,
    });
  }

  function wrong(name) {
    const value = fields.get(name).input.value.trim();
    if (!value) return NEEDED.has(name) ? t("must_fill", { name: t(`fact_${name}`) }) : "";
    if (DATES.has(name) && (!DATE.test(value) || !real(value))) return t("bad_date");
    if (name === "region" && value !== source.region && !regions.includes(value)) return t("bad_region", { name: value });
    if (LONGEST[name] && value.length > LONGEST[name]) return t("too_long", { n: LONGEST[name] });
    return "";
  }
  function check(name) {
    const { input, error } = fields.get(name);
    const words = wrong(name);
    error.textContent = words;
    error.hidden = !words;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return !words;
  }
  function changes() {
    const bad = NAMES.filter((name) => !check(name));
    if (bad.length) {
      fields.get(bad[0]).input.focus();
      return null;
    }
    const changed = {};
    for (const [name, { input }] of fields) {
      const value = input.value.trim().replace(/\s+/g, " ");
      if (value !== (source[name] || "")) changed[name] = value;
    }
    return changed;
  }
  return { element, changes, focus: () => fields.get("title").input.focus() };
}

function real(date) {
  const [year, month, day] = date.split("-").map(Number);
  return !day || new Date(year, month, 0).getDate() >= day;
}
