// The versions of a section: when and how each was made, what differs between two, one put back.
import { fill, h, problem } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { refused } from "./conflict.js";
import { say } from "./desk.js";
import { get } from "./server.js";
import { sheet } from "./sheet.js";
import { moment } from "./time.js";

export function openVersions(desk, id) {
  const section = desk.section(id);
  const last = section.versions.at(-1).number;
  const chosen = { from: section.versions.at(-2)?.number ?? last, to: last };
  const compared = h("div", { class: "compared", tabindex: "0", role: "region", "aria-label": t("comparison") });
  const said = h("div", { class: "row-said" });
  const place = `${desk.address}/sections/${encodeURIComponent(id)}/versions`;

  async function compare() {
    fill(compared, h("p", { class: "empty-line" }, t("loading")));
    const { from, to } = chosen;
    try {
      const found = await get(`${place}/${to}`, from === to ? {} : { against: from });
      if (chosen.from !== from || chosen.to !== to) return;
      fill(compared, h("h3", {}, from === to ? t("version_of", { n: to }) : t("from_to", { from, to })),
        from !== to && h("p", { class: "legend" }, h("ins", {}, sign("insert"), t("only_in", { n: to })), " ", h("del", {}, sign("delete"), t("only_in", { n: from }))),
        h("div", { class: "diff" }, from === to ? found.text : found.diff.map(part)));
    } catch (error) {
      fill(compared, problem(error.message));
    }
  }
  async function restore(number) {
    try {
      await desk.change("POST", `/sections/${encodeURIComponent(id)}/restore`, { version: number });
      dialog.close();
      say(t("restored", { n: number, title: section.title }));
    } catch (error) {
      refused(said, error, desk);
    }
  }
  const radio = (side, number) => h("label", { class: "side-pick" },
    h("input", { type: "radio", name: `version-${side}`, value: String(number), checked: chosen[side] === number, "aria-label": t(`compare_${side}`, { n: number }), onchange: () => { chosen[side] = number; compare(); } }),
    h("span", { "aria-hidden": "true" }, t(`side_${side}`)));
  const list = h("ol", { class: "version-list" }, section.versions.toReversed().map((one) => h("li", { data: { version: one.number } },
    h("div", { class: "version-words" }, h("strong", {}, t("version_of", { n: one.number })),
      h("span", { class: "badge" }, nameOf("origin", one.origin)), one.number === last && h("span", { class: "badge badge-done" }, t("present")),
      h("span", { class: "version-time" }, moment(one.made)), one.wish && h("span", { class: "version-wish" }, t("wished", { words: one.wish }))),
    h("div", { class: "version-tools" }, section.versions.length > 1 && [radio("from", one.number), radio("to", one.number)],
      one.number !== last && h("button", { type: "button", class: "button", disabled: section.locked, title: section.locked ? t("unlock_first") : null, "aria-label": t("restore_this", { n: one.number }), onclick: () => restore(one.number) }, t("restore"))))));
  const dialog = sheet({ title: t("versions_of", { title: section.title }), wide: true, content: [said, h("div", { class: "versions-frame" }, list, compared)] });
  compare();
}

const sign = (op) => h("span", { class: "sign", "aria-hidden": "true" }, op === "insert" ? "+" : "−");

function part({ op, text }) {
  if (op === "equal") return text;
  return h(op === "insert" ? "ins" : "del", {}, sign(op), h("span", { class: "sr-only" }, t(`said_${op}`)), text);
}
