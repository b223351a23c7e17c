// What is known of a text: its facts with the words where they were read, its versions, its file.
import { standingOf } from "./badges.js";
import { h } from "./dom.js";
import { sourcePlace } from "./places.js";
import { bytes, nameOf, t } from "./words.js";

export const NAMES = ["title", "short_title", "number", "issuer", "issued", "effective", "region", "kind", "status", "authority"];
const CHOICES = new Set(["kind", "status", "authority"]);

export const shownValue = (name, value) => (value && CHOICES.has(name) ? nameOf(name, value) : value);

/** Page, paragraph or line of the original; the line of the text where it is not known. */
function placeOf(model, { page, row, line }) {
  if (page) return t("on_page", { n: page });
  const paragraphs = row && ["docx", "html"].includes(model.origin?.format);
  return t(paragraphs ? "on_paragraph" : "on_line", { n: row || line });
}

/** Where a fact stands in the text: the words, what is around them, the page or line. */
export function evidence(model, fact, jump) {
  return h("button", { type: "button", class: "evidence", title: t("show_in_text"), onclick: () => jump(fact) },
    h("span", { class: "evidence-place" }, placeOf(model, fact)),
    h("span", { class: "evidence-words" }, fact.before && `…${fact.before}`, h("mark", {}, fact.words), fact.after && `${fact.after}…`));
}

export const factsNamed = (model, name) => (model.origin?.facts || []).filter((fact) => fact.name === name);

export function factList(model, jump) {
  const { source } = model;
  const replaces = source.replaces?.length ? source.replaces.join("、") : "";
  const rows = [...NAMES.map((name) => [name, shownValue(name, source[name])]), ["replaces", replaces]];
  return h("dl", { class: "fact-list" }, rows.filter(([name, value]) => value || factsNamed(model, name).length).map(([name, value]) =>
    h("div", { data: { fact: name } },
      h("dt", {}, t(`fact_${name}`)), h("dd", {}, value || t("not_stated")),
      factsNamed(model, name).map((fact) => h("dd", { class: "from" }, evidence(model, fact, jump))))));
}

export function fileFacts(model) {
  const { origin } = model;
  const rows = [
    origin && ["file_name", origin.file_name],
    origin && ["file_format", nameOf("format", origin.format)],
    origin && ["file_size", bytes(origin.size)],
    origin?.pages && ["file_pages", origin.pages],
    ["file_clauses", model.clauses.length],
    model.family && ["file_family", nameOf("family", model.family)],
    model.family && ["file_confidence", `${Math.round(model.confidence * 100)} %`],
    ["file_coverage", `${Math.round(model.coverage * 1000) / 10} %`],
    origin?.overlay && ["file_overlay", t("yes")],
  ];
  return h("dl", { class: "fact-list compact" }, rows.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, value))));
}

export function versionList(model) {
  if (model.versions.length < 2) return null;
  return h("section", { class: "side-section", id: "versions" }, h("h3", {}, t("versions", { n: model.versions.length })),
    h("ol", { class: "version-list" }, model.versions.map((one) => {
      const [words, state] = standingOf(one);
      const same = one.id === model.source.id;
      const facts = [one.number, one.effective || one.issued || one.year, nameOf("authority", one.authority)].filter(Boolean).join(" · ");
      return h("li", { "aria-current": same ? "true" : null },
        h("span", { class: `badge standing standing-${state}` }, words),
        h("span", {}, same ? h("strong", {}, one.title) : h("a", { href: sourcePlace(one.id).href }, one.title), h("span", { class: "version-facts" }, facts)));
    })));
}

/** The message without the line, which is said beside it. */
const bare = (message) => message.replace(/^第 \d+ 行[：:]/, "");

export function noticeList(model, jump) {
  if (!model.notices.length) return h("p", { class: "empty-line" }, t(model.origin ? "no_notices" : "no_notices_shipped"));
  return h("ol", { class: "notices" }, model.notices.map((notice) => h("li", {},
    notice.line || notice.page
      ? h("button", { type: "button", class: "notice", onclick: () => jump(notice) }, h("span", { class: "notice-place" }, placeOf(model, notice)), h("span", {}, bare(notice.message)))
      : h("p", { class: "notice" }, h("span", {}, bare(notice.message))))));
}
