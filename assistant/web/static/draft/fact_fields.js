// The facts of a document as fields under their headings, the required ones first.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { field } from "./field.js";

/** `[heading, specs]` in the order of the blueprint; in each the required ones first. */
export function grouped(specs) {
  const groups = new Map();
  for (const spec of specs) {
    if (!groups.has(spec.group)) groups.set(spec.group, []);
    groups.get(spec.group).push(spec);
  }
  return [...groups].map(([name, members]) => [
    name || t("other_facts"), [...members.filter((one) => one.required), ...members.filter((one) => !one.required)],
  ]);
}

/** A message without the name of the fact, which stands above it. */
export const atField = ({ label, message }) => (message.startsWith(`${label}：`) ? message.slice(label.length + 1) : message);

/** `values()` without what is not given; `missing()` the required specs that are; `problems(list)` shows
 * what is wrong at the fields and gives the rest back. `changed(name)` when a person changed a field. */
export function factFields(specs, given, { prefix, changed }) {
  const fields = new Map();
  const element = h("div", { class: "fact-fields" }, grouped(specs).map(([name, members], at) =>
    h("section", { class: "fact-group", id: `${prefix}-group-${at}`, "aria-labelledby": `${prefix}-group-${at}-name` },
      h("h2", { id: `${prefix}-group-${at}-name` }, name),
      members.map((spec) => {
        fields.set(spec.name, field(spec, given[spec.name], { prefix, changed }));
        return fields.get(spec.name).element;
      }))));
  const valueOf = (name) => fields.get(name)?.get();
  return {
    element, fields, valueOf,
    values: () => Object.fromEntries([...fields.keys()].map((name) => [name, valueOf(name)]).filter(([, value]) => value !== undefined)),
    missing: () => specs.filter((spec) => spec.required && valueOf(spec.name) === undefined),
    filled: () => specs.filter((spec) => valueOf(spec.name) !== undefined).length,
    set: (name, value) => fields.get(name)?.set(value),
    problems(list) {
      const said = new Map();
      for (const one of list) said.set(one.name, [said.get(one.name), atField(one)].filter(Boolean).join(" "));
      for (const [name, one] of fields) one.problem(said.get(name) || "");
      return list.filter((one) => !fields.has(one.name));
    },
    go(name) {
      const one = fields.get(name);
      one?.element.scrollIntoView({ block: "center" });
      one?.focus();
    },
  };
}
