// An answer that somebody else changed meanwhile: both values, and the person says which holds.
import { spokenValue } from "../draft/speaking.js";
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

export function factConflict(spec, mine, theirs, { keepMine, takeTheirs }) {
  return conflictBox(t("fact_conflict", { label: spec.label }), [
    [t("yours"), spokenValue(spec, mine) || t("not_answered")],
    [t("theirs"), spokenValue(spec, theirs) || t("not_answered")],
  ], { keepMine, takeTheirs });
}

/** `pairs`: `[whose, value]`. */
export function conflictBox(words, pairs, { keepMine, takeTheirs }) {
  return h("div", { class: "conflict", role: "alert" },
    h("p", {}, h("strong", {}, words)),
    h("dl", {}, pairs.map(([whose, value]) => [h("dt", {}, whose), h("dd", {}, value)])),
    h("div", { class: "conflict-buttons" },
      h("button", { type: "button", class: "button primary", data: { choose: "mine" }, onclick: keepMine }, t("keep_mine")),
      h("button", { type: "button", class: "button", data: { choose: "theirs" }, onclick: takeTheirs }, t("take_theirs"))));
}
