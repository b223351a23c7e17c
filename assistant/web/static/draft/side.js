// Beside the paper: what is open, what differs from other documents, what to check before it is signed.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { differences, withOthers } from "./consistency.js";
import { tick, ticked } from "./memory.js";
import { formPlace } from "./places.js";

const wide = window.matchMedia("(min-width: 1181px)");

/** `jump(name)` shows where a fact is missing, `open(name, element)` opens its editor. */
export function sideParts(desk, { jump, open }, titles) {
  const { view } = desk;
  const differing = withOthers(view.consistency || [], view.id);
  const related = (desk.plan.related || []).filter((id) => titles.has(id));
  const stale = view.sections.filter((one) => one.stale);
  return [
    part("open-items", t("open_items"), view.open_items.length, view.open_items.length
      ? h("ul", { class: "open-items" }, view.open_items.map((one) => openItem(desk, one, jump, open)))
      : h("p", { class: "side-words" }, t("nothing_open_words"))),
    (view.problems || []).length > 0 && part("problems", t("problems"), view.problems.length,
      h("ul", { class: "side-list" }, view.problems.map((one) => h("li", {}, one.label && h("strong", {}, `${one.label}：`), one.message)))),
    stale.length > 0 && part("stale", t("stale_sections"), stale.length,
      h("ul", { class: "side-list" }, stale.map((one) => h("li", {}, h("a", { href: `#section-${one.id}`, data: { jump: one.id } }, one.title))))),
    differing.length > 0 && part("consistency", t("consistency"), differing.length, differences(differing, t("consistency_lead"), desk.specs, view.id)),
    (view.confirm_before || []).length > 0 && part("confirm", t("confirm_before"), 0, checklist(view)),
    related.length > 0 && part("related", t("related"), 0,
      h("ul", { class: "side-list" }, related.map((id) => h("li", {}, h("a", { href: formPlace(id, view.id).href }, titles.get(id)))))),
  ];
}

/** A part that can be folded; on a narrow screen, where it stands before the paper, it begins folded. */
function part(id, heading, count, ...content) {
  const own = `side-${id}`;
  const open = document.getElementById(own)?.open ?? (wide.matches || id === "open-items");
  return h("details", { class: "side-part", id: own, open },
    h("summary", { data: { focus: own } }, h("h2", {}, heading, count > 0 && h("span", { class: "count" }, count))), content);
}

function openItem(desk, one, jump, open) {
  const known = desk.specs.has(one.name);
  const where = (one.sections || []).map((id) => desk.section(id)?.title).filter(Boolean);
  return h("li", { data: { item: one.name } },
    h("div", { class: "open-item" },
      h("button", { type: "button", class: "open-label", data: { focus: `open/${one.name}` }, title: where.join("、"), onclick: () => jump(one) }, one.label),
      known && h("button", { type: "button", class: "link", "aria-label": t("fill_in", { label: one.label }), onclick: (event) => open(one.name, event.currentTarget) }, t("fill"))),
    one.advice && h("p", { class: "side-words" }, one.advice));
}

function checklist(view) {
  const done = ticked(view.id);
  return h("ul", { class: "checklist" }, view.confirm_before.map((line, at) => h("li", {}, h("label", { for: `confirm-${at}` },
    h("input", { type: "checkbox", id: `confirm-${at}`, checked: done.has(line), onchange: (event) => {
      if (event.target.checked) done.add(line);
      else done.delete(line);
      tick(view.id, done);
    } }), h("span", {}, line)))));
}
