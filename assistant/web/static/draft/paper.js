// The document as it will be printed: title, numbered blocks, tables, attachments, the end.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

const LINE = /^[＿_]+$/;
const join = (label) => (!label || /[、）]$/.test(label) ? "" : "\u3000");

/** Words of one origin each. With `actions` a fact can be opened (`open(name, element)`, `label(name)`). */
export function runs(list, actions) {
  return (list || []).map((run) => one(run, actions));
}

function one(run, actions) {
  const { text, kind, name } = run;
  if (kind === "blank" && LINE.test(text)) return h("span", { class: "run-line" }, text);
  if (kind === "reference") return h("span", { class: "run-reference" }, text);
  if (kind === "option") return h("span", { class: "run-option" }, text);
  if (kind !== "fact" && kind !== "blank") return text;
  const label = actions?.label(name);
  if (!label) return h("span", { class: `run-${kind}`, title: kind === "blank" ? t("blank_of_user") : null }, text);
  const open = (event) => { event.preventDefault(); actions.open(name, event.currentTarget); };
  // A button would not break across lines; facts are reached by keyboard in the list of facts.
  return h("span", {
    class: `run-${kind}`, role: "button", tabindex: kind === "blank" ? "0" : "-1", data: { fact: name, kind },
    title: t(kind === "blank" ? "fill_in" : "change_fact", { label }), "aria-label": kind === "blank" ? t("fill_in", { label }) : null,
    onclick: open, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") open(event); },
  }, text);
}

export const blocks = (section, actions) => section.blocks.map((block) => piece(block, actions));

function piece(block, actions) {
  const words = [block.label && h("span", { class: "label-of" }, block.label, join(block.label)), runs(block.runs, actions)];
  switch (block.kind) {
    case "heading": return h(block.level === 1 ? "h3" : "h4", { class: `block heading heading-${block.level}` }, words);
    case "table": return table(block, actions);
    case "caption": return h("p", { class: "block caption" }, words);
    case "note": return h("p", { class: "block note" }, words);
    case "item": return h("p", { class: `block item item-${block.level}` }, words);
    case "article": return h("p", { class: "block article" }, words);
    default: return h("p", { class: "block paragraph" }, words);
  }
}

function table(block, actions) {
  const widest = Math.max(...block.rows.map((row) => row.length));
  const line = (row, at) => h("tr", {}, row.map((cell, place) => {
    const head = block.form ? place % 2 === 0 : at === 0;
    const span = block.form && place === row.length - 1 && row.length < widest ? widest - row.length + 1 : null;
    return h(head ? "th" : "td", { scope: head ? (block.form ? "row" : "col") : null, colspan: span }, runs(cell, actions));
  }));
  return h("div", { class: "block table-frame", tabindex: "0", role: "region", "aria-label": t("table") },
    h("table", { class: block.form ? "paper-table form-table" : "paper-table" }, h("tbody", {}, block.rows.map(line))));
}

const filled = (list) => (list || []).length > 0;

export function head(view, actions) {
  const { document: paper } = view;
  return [
    paper.letterhead && filled(paper.company) && h("p", { class: "letterhead" }, runs(paper.company, actions)),
    filled(paper.number) && h("p", { class: "number" }, runs(paper.number, actions)),
    h("h2", { class: "paper-title", id: "paper-title" }, runs(paper.title, actions)),
    filled(paper.addressee) && h("p", { class: "addressee" }, runs(paper.addressee, actions), "："),
  ];
}

export function end(view, actions) {
  const { document: paper } = view;
  const closing = paper.closing || {};
  return [
    filled(paper.attachments) && h("div", { class: "attachments" }, h("span", {}, t("attachments")),
      h("ol", {}, paper.attachments.map((title, at) => h("li", {}, paper.attachments.length > 1 ? `${at + 1}. ${title}` : title)))),
    (filled(closing.signers) || filled(closing.company) || filled(closing.date)) && h("div", { class: "closing" },
      (closing.signers || []).map((one) => h("p", {}, `${one.label}：`, filled(one.runs) ? runs(one.runs, actions) : h("span", { class: "run-line" }, "＿＿＿＿＿＿"))),
      filled(closing.company) && h("p", {}, runs(closing.company, actions), h("span", { class: "seal" }, t("seal"))),
      filled(closing.date) && h("p", {}, runs(closing.date, actions))),
    filled(closing.approval) && h("div", { class: "block table-frame" }, h("table", { class: "paper-table form-table" }, h("tbody", {},
      h("tr", {}, closing.approval.map((one) => [h("th", { scope: "row" }, one.label), h("td", {}, runs(one.runs, actions))]))))),
    filled(closing.receipt) && h("div", { class: "receipt" }, h("p", { class: "block paragraph" }, runs(closing.receipt, actions)),
      h("p", { class: "receipt-line" }, `${closing.receipt_signer || t("signer")}：`, h("span", { class: "run-line" }, "＿＿＿＿＿＿"), t("date_line"))),
    filled(paper.copies) && h("p", { class: "copies" }, t("copies"), runs(paper.copies, actions)),
    paper.footnote && h("p", { class: "footnote" }, paper.footnote),
  ];
}
