// Facts that were read in a conversation: each is proposed with its words, and taken only when a person says so.
import { announce, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { get } from "./server.js";

export async function proposals(place, conversation, { blueprint, form, take }) {
  if (!conversation) return;
  const { facts } = await get("known", { conversation, blueprint }).catch(() => ({ facts: [] }));
  const known = facts.filter((one) => form.fields.has(one.name));
  if (!known.length) {
    place.append(h("p", { class: "hint", role: "status" }, t("nothing_known")));
    return;
  }
  const list = h("ul", { class: "proposals" });
  const box = h("section", { class: "start-box", "aria-labelledby": "proposals-title" },
    h("h2", { id: "proposals-title" }, t("proposals")), h("p", { class: "field-help" }, t("proposals_help")), list);

  function settle(row, words) {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    announce(words);
    if (next) next.querySelector("button").focus();
    else box.remove();
  }
  for (const one of known) {
    const row = h("li", { data: { proposal: one.name } },
      h("div", {}, h("p", {}, t("read_in_chat"), h("strong", {}, t("fact_is", { label: one.label, value: one.text }))),
        one.words && h("p", { class: "proposal-words" }, `“${one.words}”`)),
      h("div", { class: "proposal-buttons" },
        h("button", { type: "button", class: "button", onclick: () => { take({ [one.name]: one.value }, { over: true }); settle(row, t("adopted_fact", { label: one.label })); } }, t("adopt")),
        h("button", { type: "button", class: "button quiet", onclick: () => settle(row, t("dropped_fact", { label: one.label })) }, t("do_not_adopt"))));
    list.append(row);
  }
  place.append(box);
}
