// Facts that differ between the documents of one company.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { draftPlace } from "./places.js";
import { spokenValue } from "./speaking.js";

/** `found`: `[{fact, label, values: [{draft, title, value, section}]}]`; `specs` by name of the fact; `own` is
 * the draft that is open. A `section` still has an older value in its words. */
export function differences(found, heading, specs, own) {
  return h("section", { class: "differences", role: "note" }, h("h3", {}, heading),
    h("ul", {}, found.map((one) => h("li", {}, h("strong", {}, one.label),
      h("ul", {}, one.values.map((each) => h("li", {},
        h("span", { class: "difference-value" }, spoken(specs.get(one.fact), each)), " ",
        each.draft === own ? h("span", { class: "difference-title" }, t("this_draft"))
          : h("a", { class: "difference-title", href: draftPlace(each.draft).href }, each.title),
        each.section && h("span", { class: "difference-title" }, t("in_section", { title: each.section })))))))));
}

const spoken = (spec, { value, section }) => (section || !spec ? String(value) : spokenValue(spec, value));

/** Of all differences of a company, those between this draft and others. */
export const withOthers = (found, own) => found.filter((one) =>
  one.values.some((each) => each.draft === own) && one.values.some((each) => each.draft !== own));
