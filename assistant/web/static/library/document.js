// A text: tree, facts, doubts, clauses and the original side by side; the same view confirms an upload.
import { badges, standingOf } from "./badges.js";
import { clauseText, legend } from "./clauses.js";
import { heading } from "./document_head.js";
import { announce, fill, h } from "./dom.js";
import { factList, fileFacts, noticeList, versionList } from "./facts.js";
import { factForm } from "./form.js";
import { modelOf } from "./model.js";
import { original } from "./original.js";
import { panes } from "./panes.js";
import { api, clausePath, fragment, splitId } from "./places.js";
import { review } from "./review.js";
import { get } from "./server.js";
import { clauseTree } from "./tree.js";
import { t } from "./words.js";

/** `asked`: `{source, path}` of a stored text, or `{job, part}` of an upload. */
export async function showDocument(main, asked, go) {
  const base = asked.job ? `uploads/${encodeURIComponent(asked.job)}` : `sources/${encodeURIComponent(asked.source)}`;
  const model = modelOf(await get(asked.job ? `${base}/documents/${asked.part}` : base));
  const view = {};
  const draw = async (again) => Object.assign(view, await showDocument(main, { ...asked, ...again }, go));
  let chosen = null;

  const tree = clauseTree(model, (id) => select(id, { from: "tree" }));
  const text = clauseText(model, (id) => select(id, { from: "text" }));
  const beside = original(model, (page) => api(`${base}/pages/${page}`).href, (id) => select(id, { from: "original" }));
  const form = asked.job ? factForm(model, jump) : null;
  const confirming = asked.job ? review(model, asked, form, { go, draw }) : null;
  const facts = h("div", { class: "side-facts" });
  function drawFacts() {
    fill(facts, form ? form.element : factList(model, jump), versionList(model),
      h("section", { class: "side-section" }, h("h3", {}, t(model.origin ? "file" : "text")), fileFacts(model)));
  }
  drawFacts();

  const frame = panes([
    { id: "tree", name: t("tab_tree"), content: tree.element, side: true },
    { id: "facts", name: t("tab_facts"), content: facts, side: true },
    { id: "notices", name: t("tab_notices"), count: model.notices.length, content: noticeList(model, jump), side: true },
    { id: "text", name: t("tab_text"), content: text.element, tools: legend() },
    beside && { id: "original", name: t("tab_original"), content: beside.element, tools: beside.tools },
  ].filter(Boolean), asked.job ? "facts" : "tree");
  fill(main, h("div", { class: "document-page" },
    heading(model, asked, base, { go, draw, jump, standing: standingOf(model), badges: badges({ ...model.source, standing: model.standing }, { own: model.own && !asked.job }) }),
    frame.element, confirming?.element));

  function select(id, { from = "", range = null, replace = true } = {}) {
    const clause = model.clause(id);
    if (!clause) return false;
    chosen = id;
    if (from !== "text") frame.narrowTo("text"); // before it is scrolled
    tree.mark(id, { scroll: from !== "tree" });
    text.mark(id, { scroll: from !== "text", range });
    beside?.mark(id, { range });
    if (!asked.job && replace) {
      const url = new URL(location.href);
      url.hash = fragment(splitId(id)[1]);
      go(url, { replace: true });
    }
    if (from && from !== "text") announce(`${clause.label} ${clause.title}`);
    return true;
  }

  /** To a fact's words, or to the line or page of a doubtful place. */
  function jump({ start, end, line, page }) {
    const range = start == null ? null : [start, end];
    const clause = range ? model.clauseAt(start) : line && model.clauseAtLine(line);
    if (clause) select(clause.id, { range });
    else if (page) {
      beside?.toPage(page);
      frame.narrowTo("original");
    }
  }

  if (asked.path) {
    if (!select(model.clauseOfPath(asked.path)?.id, { replace: false })) {
      main.querySelector(".document-head").append(h("p", { class: "caution", role: "status" }, t("no_such_clause")));
    }
  }
  if (!chosen && model.clauses.length && beside) beside.mark(model.clauses[0].id);
  return Object.assign(view, {
    close: () => confirming?.close?.(),
    moved(url) {
      const path = clausePath(url);
      return Boolean(path) && select(model.clauseOfPath(path)?.id, { from: "link", replace: false });
    },
  });
}
