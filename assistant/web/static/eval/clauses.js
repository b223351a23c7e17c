// Clauses that must be cited: the list of a candidate, and a search to choose from.
import { announce, fill, h, problem } from "../library/dom.js";
import { sourcePlace } from "../library/places.js";
import { t } from "../library/words.js";
import { get } from "./server.js";

/** A clause that opens in the library; `name` is what it is called. */
export const clauseLink = (id, name) => h("a", { class: "clause-id", href: sourcePlace(id).href, target: "_blank", rel: "noopener", title: id }, name || id);

/** `element`; `value()` gives entries: an id, or ids of which one suffices. `changed` is called at every change. */
export function goldEditor(entries, names, changed) {
  const gold = entries.map((one) => [one].flat());
  const list = h("ul", { class: "gold-list" });
  const results = h("div", { class: "gold-results", "aria-live": "polite" });
  const words = h("input", { id: "gold-search", type: "search", placeholder: t("find_clause_hint"), "aria-label": t("find_clause"), autocomplete: "off" });
  const find = h("button", { type: "button", class: "button", id: "gold-find", onclick: search }, t("find"));
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); search(); }
  });

  function show() {
    fill(list, gold.length === 0 && h("li", { class: "empty-line" }, t("no_gold")), gold.map((ids, place) => h("li", { class: "gold-entry" },
      ids.flatMap((id, at) => [at > 0 && h("span", { class: "or" }, t("or")), chip(id, place)]))));
  }
  function chip(id, place) {
    const missing = names[id] === "";
    return h("span", { class: missing ? "chip chip-missing" : "chip", data: { clause: id } },
      h("span", {}, clauseLink(id, names[id]), h("small", {}, missing ? t("missing_clause") : id)),
      h("button", { type: "button", class: "chip-remove", "aria-label": t("remove_clause", { id }), onclick: () => remove(id, place) }, "×"));
  }
  function remove(id, place) {
    const left = gold[place].filter((one) => one !== id);
    if (left.length) gold[place] = left;
    else gold.splice(place, 1);
    show();
    changed();
  }
  function take(item, beside) {
    if (gold.flat().includes(item.clause_id)) return;
    names[item.clause_id] = called(item);
    if (beside && gold.length) gold[gold.length - 1].push(item.clause_id);
    else gold.push([item.clause_id]);
    show();
    changed();
    announce(t("taken", { id: item.clause_id }));
  }
  async function search() {
    if (!words.value.trim()) { words.focus(); return; }
    try {
      const { items } = await get("library/search", { q: words.value.trim(), limit: "8" });
      fill(results, items.length ? h("ul", {}, items.map(hit)) : h("p", { class: "empty-line" }, t("nothing_found")));
    } catch (error) {
      fill(results, problem(error.message));
    }
  }
  const hit = (item) => h("li", { class: "gold-hit", data: { clause: item.clause_id } },
    h("div", {}, clauseLink(item.clause_id, called(item)), h("p", {}, item.snippet)),
    h("div", { class: "gold-hit-buttons" },
      h("button", { type: "button", class: "button take", onclick: () => take(item, false) }, t("take")),
      h("button", { type: "button", class: "link take-or", onclick: () => take(item, true) }, t("take_or"))));

  show();
  return {
    element: h("div", { class: "gold" }, list, h("div", { class: "gold-find" }, words, find), results),
    value: () => gold.map((ids) => (ids.length === 1 ? ids[0] : ids)),
  };
}

const called = (item) => `${item.source.short_title || item.source.title} ${item.label}`;
