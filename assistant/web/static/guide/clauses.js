// The clauses that something rests on: a mark each, whose words open in place.
import { h } from "../library/dom.js";
import { sourcePlace } from "../library/places.js";
import { t } from "../library/words.js";

let made = 0;

/** Marks of `clauses` (`{clause_id, mark, text, source, guide}`) and the place where one opens. */
export function clauseMarks(clauses, { label } = {}) {
  if (!clauses.length) return null;
  const panel = h("div", { class: "clause-panel", id: `clause-${++made}`, hidden: true });
  const marks = clauses.map((one) => h("button", {
    type: "button", class: "mark", "aria-expanded": "false", "aria-controls": panel.id, data: { clause: one.clause_id },
    onclick: (event) => toggle(event.currentTarget, one),
  }, one.mark, one.guide && h("span", { class: "mark-kind" }, t("advice"))));

  function toggle(mark, one) {
    const open = mark.getAttribute("aria-expanded") !== "true";
    for (const other of marks) other.setAttribute("aria-expanded", "false");
    mark.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
    if (open) panel.replaceChildren(...opened(one));
  }
  return h("div", { class: "clauses" }, h("div", { class: "marks" }, label && h("span", { class: "marks-label" }, label), marks), panel);
}

function opened(one) {
  return [
    h("blockquote", {}, plain(one.text).split(/\n+/).map((line) => h("p", {}, line))),
    h("p", { class: "clause-source" }, one.source && h("span", {}, one.source),
      h("a", { href: sourcePlace(one.clause_id).href, target: "_blank", rel: "noopener" }, t("open_in_library"))),
  ];
}

/** Without the heading of the guide's own texts, which the mark says already. */
const plain = (text) => text.replace(/^#+ .*\n+/, "").trim();
