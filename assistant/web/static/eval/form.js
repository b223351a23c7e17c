// The fields of a question under review; the server checks them.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { goldEditor } from "./clauses.js";

const EXPECTED = ["answered", "partial", "declined"];

/** `element`, a fieldset; `value()` gives the draft as it stands. */
export function reviewForm(candidate, choices, changed) {
  const { draft } = candidate;
  const area = (name, rows) => h("textarea", { id: `field-${name}`, rows: String(rows), value: written(name), "aria-describedby": `help-${name}` });
  const written = (name) => {
    const value = draft[name];
    return Array.isArray(value) ? value.map((one) => [one].flat().join(" | ")).join("\n") : value || "";
  };
  const question = area("question", 2);
  const kind = select("field-kind", Object.entries(choices.kinds), draft.kind);
  const region = select("field-region", [["", t("no_region")], ...choices.regions.map((name) => [name, name])], draft.region || "");
  const expect = boxes("expect", EXPECTED.map((name) => [name, t(`expect_${name}`)]), draft.expect || []);
  const tags = boxes("tags", Object.entries(choices.tags), draft.tags || []);
  const before = area("before", 2);
  const points = area("points", 3);
  const forbidden = area("forbidden", 2);
  const note = area("note", 2);
  const reviewed = area("reviewed", 2);
  const gold = goldEditor(draft.gold || [], { ...candidate.clauses }, changed);

  const element = h("fieldset", { class: "review-fields", oninput: (event) => { if (event.target.id !== "gold-search") changed(); } },
    field("question", question),
    h("div", { class: "review-row" }, field("kind", kind), field("region", region)),
    group("expect", expect.element),
    field("before", before, true),
    group("gold", gold.element, true),
    field("points", points, true),
    field("forbidden", forbidden, true),
    group("tags", tags.element),
    field("note", note),
    field("reviewed", reviewed, true));

  return {
    element,
    value: () => ({
      question: question.value, kind: kind.value, region: region.value, expect: expect.value(),
      before: lines(before.value), gold: gold.value(), points: lines(points.value).map(alternatives),
      forbidden: lines(forbidden.value), tags: tags.value(), note: note.value, reviewed: reviewed.value,
    }),
  };
}

const lines = (text) => text.split("\n").map((one) => one.trim()).filter(Boolean);

function alternatives(line) {
  const found = line.split("|").map((one) => one.trim()).filter(Boolean);
  return found.length === 1 ? found[0] : found;
}

const help = (name) => h("p", { class: "field-help", id: `help-${name}` }, t(`help_${name}`));

function field(name, input, helped = false) {
  return h("div", { class: "field", data: { field: name } }, h("label", { for: `field-${name}` }, t(`field_${name}`)), input, helped && help(name));
}

function group(name, content, helped = false) {
  return h("div", { class: "field", role: "group", "aria-labelledby": `label-${name}`, data: { field: name } },
    h("p", { class: "label", id: `label-${name}` }, t(`field_${name}`)), content, helped && help(name));
}

function select(id, options, chosen) {
  return h("select", { id }, options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
}

function boxes(name, options, chosen) {
  const inputs = options.map(([value]) => h("input", { type: "checkbox", id: `${name}-${value}`, value, checked: chosen.includes(value) }));
  return {
    element: h("div", { class: "boxes" }, options.map(([, words], at) => h("label", { class: "box" }, inputs[at], words))),
    value: () => inputs.filter((one) => one.checked).map((one) => one.value),
  };
}
