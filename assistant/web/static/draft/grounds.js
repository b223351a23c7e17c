// What a section rests on: its clauses, each with its words and the way to its text, or the company's own choice.
import { h } from "../library/dom.js";
import { sourcePlace } from "../library/places.js";
import { nameOf, t } from "../library/words.js";

/** The documents of a company are in Chinese, and so is what they say of a source. */
const AUTHORITY = { 原文: "original", 摘要: "digest", 报道: "report", 指引: "guide" };

/** Clauses that are shown beside a short section, and the characters of a long one. */
const SHOWN = 1;
const LONG = 260;
const room = (section) => section.text.length > LONG;

export function grounds(section) {
  const clauses = section.basis.filter((one) => one.clause_id);
  const own = section.basis.filter((one) => !one.clause_id && one.own);
  if (!clauses.length && !own.length) return null;
  const panel = h("div", { class: "ground-panel", id: `ground-${section.id}`, hidden: true });
  const chips = clauses.map((one) => h("button", {
    type: "button", class: `chip chip-${one.authority}`, "aria-expanded": "false", "aria-controls": panel.id, data: { clause: one.clause_id },
    onclick: (event) => toggle(event.currentTarget, one),
  }, one.mark, h("span", { class: "chip-kind" }, one.optional ? t("optional_ground") : nameOf("authority", AUTHORITY[one.authority] || one.authority))));
  const rest = room(section) ? 0 : chips.length - SHOWN;
  const more = rest > 0 && h("button", {
    type: "button", class: "chip chip-more", onclick: () => {
      for (const chip of chips) chip.hidden = false;
      more.remove();
      chips[SHOWN].focus();
    },
  }, t("more_grounds", { n: rest }));
  if (more) for (const chip of chips.slice(SHOWN)) chip.hidden = true;
  function toggle(chip, one) {
    const open = chip.getAttribute("aria-expanded") !== "true";
    for (const other of chips) other.setAttribute("aria-expanded", "false");
    chip.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
    if (open) panel.replaceChildren(...quoted(one));
  }
  return h("div", { class: "grounds" }, h("h4", {}, t("basis")),
    chips.length > 0 && h("div", { class: "chips" }, chips, more), panel,
    own.map((one) => h("p", { class: "ground-own" }, h("strong", {}, t("own_choice")), one.own)));
}

const quoted = (one) => [
  h("blockquote", {}, one.quote || t("no_quote")),
  h("p", { class: "ground-source" }, [`《${one.source.replace(/^《|》$/g, "")}》`, one.region, one.year].filter(Boolean).join(" · ")),
  h("a", { href: sourcePlace(one.clause_id).href, target: "_blank", rel: "noopener" }, t("open_in_library")),
];
