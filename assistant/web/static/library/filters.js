// The filters beside the list: a group of boxes for each facet, with how many texts each would leave.
import { fill, h } from "./dom.js";
import { nameOf, t } from "./words.js";

export const FACETS = ["own", "region", "kind", "status", "authority"];
const SHOWN = 8; // values of a facet before «more»
const opened = new Set();

export function readFilters(url) {
  const read = { title: url.searchParams.get("title") || "", sort: url.searchParams.get("sort") || "region" };
  for (const facet of FACETS) read[facet] = url.searchParams.getAll(facet);
  return read;
}

/** Fill `place`; a keyboard stays on the box it has just changed. */
export function facets(place, counts, state, change) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const open = place.querySelector("details")?.open ?? window.matchMedia("(min-width: 901px)").matches;
  const chosen = FACETS.reduce((sum, facet) => sum + state[facet].length, 0);
  fill(place, h("details", { class: "filter-sheet", open },
    h("summary", {}, t("filters"), chosen > 0 && h("span", { class: "count" }, chosen)),
    FACETS.map((facet) => group(facet, counts[facet] || {}, state, change)),
    chosen > 0 && h("button", { type: "button", class: "button quiet", id: "clear-filters", onclick: () => change(Object.fromEntries(FACETS.map((facet) => [facet, []]))) }, t("clear_filters"))));
  if (focused) document.getElementById(focused)?.focus();
}

function group(facet, counts, state, change) {
  let values = Object.keys(counts);
  if (facet !== "region") values.sort((a, b) => counts[b] - counts[a]);
  if (values.length < 2 && !state[facet].length) return null;
  const all = opened.has(facet) || values.length <= SHOWN + 1;
  const more = values.length - SHOWN;
  if (!all) values = values.filter((value, at) => at < SHOWN || state[facet].includes(value));
  return h("fieldset", {},
    h("legend", {}, t(`facet_${facet}`)),
    values.map((value) => box(facet, value, counts[value], state, change)),
    !all && h("button", { type: "button", class: "more", id: `more-${facet}`, onclick: () => { opened.add(facet); change({}); } }, t("more_values", { n: more })));
}

function box(facet, value, number, state, change) {
  const id = `filter-${facet}-${value}`;
  const toggle = (event) => {
    const others = state[facet].filter((one) => one !== value);
    change({ [facet]: event.target.checked ? [...others, value] : others });
  };
  return h("label", { class: "choice", for: id },
    h("input", { type: "checkbox", id, checked: state[facet].includes(value), onchange: toggle }),
    h("span", { class: "choice-name" }, facet === "region" ? value : nameOf(facet, value)),
    h("span", { class: "count" }, number));
}
