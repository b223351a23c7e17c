// A text as the views ask for it: clauses by id, their parents and children, places, doubts.
import { slicer } from "./slices.js";

const SOLE_LABEL = /^\.|^\d+(\.|$)/; // 3.1 under 3 stays 3.1

export function modelOf(document) {
  const slice = slicer(document.text);
  const byId = new Map(document.clauses.map((clause, order) => [clause.id, Object.assign(clause, { order })]));
  const children = new Map([[null, []]]);
  for (const clause of document.clauses) {
    const parent = byId.has(clause.parent) ? clause.parent : null;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(clause);
  }
  const references = new Map();
  for (const one of document.references) {
    if (!references.has(one[0])) references.set(one[0], []);
    references.get(one[0]).push(one);
  }
  const doubts = new Map();
  for (const notice of document.notices) {
    const clause = notice.line ? clauseAtLine(notice.line) : null;
    if (clause) doubts.set(clause.id, (doubts.get(clause.id) || 0) + 1);
  }

  /** The last of sorted clauses for which `value` is not beyond `limit`. */
  function lastBefore(value, limit) {
    let low = 0;
    let high = document.clauses.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value(document.clauses[middle]) <= limit) low = middle + 1;
      else high = middle;
    }
    return document.clauses[Math.max(0, low - 1)] || null;
  }
  function clauseAtLine(line) {
    return lastBefore((clause) => clause.line, line);
  }

  return {
    ...document,
    slice,
    clause: (id) => byId.get(id),
    clauseOfPath: (path) => byId.get(`${document.source.id}#${path}`),
    childrenOf: (id) => children.get(id) || [],
    referencesOf: (id) => references.get(id) || [],
    noticesOf: (clause) => doubts.get(clause.id) || 0,
    clauseAtLine,
    clauseAt: (position) => lastBefore((clause) => clause.start, position),
    parentsOf(id) {
      const line = [];
      for (let clause = byId.get(byId.get(id)?.parent); clause; clause = byId.get(clause.parent)) line.unshift(clause.id);
      return line;
    },
    /** The label without the part that the clause above says: 六（四） under 六 is （四）. */
    shortLabel(clause) {
      const above = byId.get(clause.parent)?.label;
      const rest = above && clause.label.startsWith(above) ? clause.label.slice(above.length).trim() : "";
      return rest && !SOLE_LABEL.test(rest) ? rest : clause.label;
    },
    /** The title; empty when the label says the same. */
    nameOf: (clause) => (clause.title && !clause.label.endsWith(clause.title) ? clause.title : ""),
    /** The first words of the text, without the label that stands before them. */
    excerpt(clause, length) {
      const words = slice(clause.start, Math.min(clause.end, clause.start + length + 60)).trim().split("\n", 1)[0].replace(/^#+ +/, "");
      const own = this.shortLabel(clause);
      if (clause.kind === "contents" || (clause.title && clause.label.endsWith(clause.title))) return "";
      const bare = (words.startsWith(own) ? words.slice(own.length) : words).replace(/^[—：:.．、\s]+/, "");
      return bare.length > length ? `${bare.slice(0, length)}…` : bare;
    },
  };
}
