// The text clause by clause: should-words marked, cross-references as links, the chosen clause lit.
import { h, reveal } from "./dom.js";
import { sourcePlace } from "./places.js";
import { nameOf, t } from "./words.js";

const MARKS = { "应": "must", "宜": "should", "可": "may", "能": "can", "鼓励": "encouraged" };

/** `select(id)` is called for a clause that is pressed; the result has `element` and `mark(id)`. */
export function clauseText(model, select) {
  const shown = new Map();
  let current = null;
  const element = h("div", { class: "clauses", lang: "zh-CN" });
  for (const clause of model.clauses) {
    const article = h("article", { class: `clause depth-${Math.min(model.parentsOf(clause.id).length, 5)} clause-${clause.kind}`, data: { id: clause.id } }, body(model, clause));
    shown.set(clause.id, article);
    element.append(article);
  }
  element.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    if (String(window.getSelection())) return; // somebody copies
    const article = event.target.closest(".clause");
    if (article) select(article.dataset.id);
  });

  function mark(id, { scroll = true, range = null } = {}) {
    current?.classList.remove("chosen");
    current?.removeAttribute("aria-current");
    current = shown.get(id) || null;
    if (!current) return;
    current.classList.add("chosen");
    current.setAttribute("aria-current", "true");
    element.querySelectorAll("mark.fact").forEach((one) => one.replaceWith(...one.childNodes));
    const words = range ? light(current, model.slice(range[0], range[1])) : null;
    if (scroll) reveal(element.closest(".pane-body"), words || current, words ? 0.3 : 0.08);
  }
  return { element, mark };
}

/** Mark the first place of `words` in an article, where it stands in one piece. */
function light(article, words) {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node; words && (node = walker.nextNode());) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const mark = h("mark", { class: "fact" });
    range.surroundContents(mark);
    return mark;
  }
  return null;
}

function body(model, clause) {
  const text = model.slice(clause.start, clause.end);
  const notes = annotations(model, clause);
  const part = (start, end) => pieces(model, clause, notes, start, end);
  const blocks = [];
  let rows = [];
  const flush = () => { if (rows.length) blocks.push(table(rows)); rows = []; };
  let at = 0;
  let first = true;
  for (const line of lines(text)) {
    const [start, end] = [at + line.lead, at + line.lead + line.length];
    at += line.whole;
    if (!line.length) continue;
    if (line.words.startsWith("|") && line.words.endsWith("|")) {
      rows.push(cells(line.words, start, part));
      continue;
    }
    flush();
    const heading = first && isHeading(clause, line.words);
    first = false;
    const hashes = /^#{1,6} +/.exec(line.words)?.[0].length || 0;
    blocks.push(h("p", { class: heading ? "heading-line" : null }, part(start + hashes, end)));
  }
  flush();
  return blocks;
}

/** Lines of a text with their lengths in characters, white space around them apart. */
function lines(text) {
  return text.split("\n").map((line) => {
    const words = line.trim();
    const lead = [...line.slice(0, line.length - line.trimStart().length)].length;
    return { words, lead, length: [...words].length, whole: [...line].length + 1 };
  });
}

function isHeading(clause, words) {
  if (["heading", "annex", "table", "figure"].includes(clause.kind)) return true;
  if (!clause.title) return false;
  const bare = words.replace(/^#{1,6} +/, "");
  return bare.endsWith(clause.title) && bare.length < clause.title.length + 24;
}

function annotations(model, clause) {
  const found = [];
  for (const [start, end, modality] of clause.modality || []) found.push({ start, end, modality });
  for (const [, start, end, target, document, source] of model.referencesOf(clause.id)) {
    if (target || (source && source !== model.source.id)) found.push({ start, end, target: target || source, document });
  }
  return found;
}

/** `clause.text[start:end]` cut at the sentences and references in it. */
function pieces(model, clause, notes, start, end) {
  const cuts = new Set([start, end]);
  for (const note of notes) for (const at of [note.start, note.end]) if (at > start && at < end) cuts.add(at);
  const places = [...cuts].sort((a, b) => a - b);
  const made = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [from, to] = [places[i], places[i + 1]];
    const words = model.slice(clause.start + from, clause.start + to);
    const over = notes.filter((note) => note.start <= from && note.end >= to);
    const link = over.find((note) => note.target);
    const sentence = over.find((note) => note.modality);
    let piece = link ? h("a", { class: link.target.includes("#") && !link.document ? "reference" : "reference outside", href: sourcePlace(link.target).href }, words) : words;
    if (sentence) {
      const kind = MARKS[sentence.modality];
      const begins = sentence.start === from || (from === start && sentence.start < start);
      piece = h("span", { class: `said said-${kind}` },
        begins && h("span", { class: "modality", title: nameOf("modality", kind) }, sentence.modality), piece);
    }
    made.push(piece);
  }
  return made;
}

function cells(words, start, part) {
  const made = [];
  let at = start;
  for (const cell of words.split(/(?<!\\)\|/)) {
    const size = [...cell].length;
    const bare = cell.trim();
    const lead = [...cell.slice(0, cell.length - cell.trimStart().length)].length;
    made.push({ bare, content: bare ? part(at + lead, at + lead + [...bare].length) : [] });
    at += size + 1;
  }
  return made.slice(1, -1);
}

function table(rows) {
  const rule = (row) => row.every((cell) => /^:?-+:?$/.test(cell.bare));
  const head = rows.length > 1 && rule(rows[1]) ? rows[0] : null;
  const content = rows.filter((row, at) => !rule(row) && !(head && at === 0));
  return h("div", { class: "table-frame", role: "region", tabindex: "0", "aria-label": t("table") }, h("table", {},
    head && h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, cell.content)))),
    h("tbody", {}, content.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell.content)))))));
}

export function legend() {
  return h("ul", { class: "legend", "aria-label": t("legend") }, Object.entries(MARKS).map(([word, kind]) =>
    h("li", {}, h("span", { class: `modality said-${kind}` }, word), nameOf("modality", kind))));
}
