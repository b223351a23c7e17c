// The tree of clauses: opened and walked with the keyboard, a branch made when it is first opened.
import { fill, h, reveal } from "./dom.js";
import { t } from "./words.js";

const OPEN_AT_FIRST = 150; // clauses up to which the whole tree is open

/** `select(id)` is called when a clause is chosen; the result has `element` and `mark(id)`. */
export function clauseTree(model, select) {
  const items = new Map(); // id -> treeitem
  const root = h("ul", { role: "tree", class: "tree", "aria-label": t("tree") });
  let current = null;

  function item(clause, depth) {
    const children = model.childrenOf(clause.id);
    const words = h("span", { class: "tree-words" },
      h("span", { class: "tree-label" }, model.shortLabel(clause)),
      h("span", { class: model.nameOf(clause) ? "tree-title" : "tree-title tree-excerpt" }, model.nameOf(clause) || model.excerpt(clause, 26)));
    const doubts = model.noticesOf(clause);
    const line = h("div", { class: "tree-line" },
      h("span", { class: children.length ? "twist" : "twist none", "aria-hidden": "true" }), words,
      doubts > 0 && h("span", { class: "tree-doubt", title: t("doubts", { n: doubts }) }, h("span", { class: "sr-only" }, t("doubts", { n: doubts })), "!"));
    line.style.setProperty("--depth", depth);
    const element = h("li", { role: "treeitem", tabindex: "-1", "aria-level": depth + 1, "aria-selected": "false", data: { id: clause.id, kind: clause.kind } }, line);
    element.setAttribute("aria-label", `${clause.label} ${model.nameOf(clause) || model.excerpt(clause, 26)}`);
    if (children.length) element.setAttribute("aria-expanded", "false");
    items.set(clause.id, element);
    return element;
  }

  function expand(element, open = true) {
    if (!element.hasAttribute("aria-expanded")) return;
    element.setAttribute("aria-expanded", String(open));
    if (open && !element.querySelector(":scope > ul")) {
      const depth = Number(element.getAttribute("aria-level"));
      element.append(h("ul", { role: "group" }, model.childrenOf(element.dataset.id).map((child) => item(child, depth))));
    }
  }

  function everything(open) {
    const walk = (list) => { for (const element of list) { expand(element, open); if (open) walk([...element.querySelectorAll(":scope > ul > li")]); } };
    walk([...root.children]);
    if (!open) focusable([...root.children].find((top) => top.contains(current)) || root.firstElementChild);
  }

  function focusable(element) {
    root.querySelectorAll('[tabindex="0"]').forEach((one) => one.setAttribute("tabindex", "-1"));
    element?.setAttribute("tabindex", "0");
  }

  function mark(id, { scroll = true } = {}) {
    for (const parent of model.parentsOf(id)) if (items.has(parent)) expand(items.get(parent));
    current?.setAttribute("aria-selected", "false");
    current = items.get(id) || null;
    current?.setAttribute("aria-selected", "true");
    focusable(current || root.firstElementChild);
    if (current && scroll) reveal(root.closest(".pane-body"), current.querySelector(".tree-line"));
  }

  const seen = () => [...root.querySelectorAll("li")].filter((one) => !one.parentElement.closest('li[aria-expanded="false"]'));

  function walkTo(element) {
    if (!element) return;
    focusable(element);
    element.focus();
  }

  root.addEventListener("click", (event) => {
    const element = event.target.closest("li");
    if (!element) return;
    const open = element.getAttribute("aria-expanded") === "true";
    if (event.target.closest(".twist:not(.none)")) { expand(element, !open); return; }
    if (element === current) expand(element, !open);
    else expand(element);
    select(element.dataset.id);
  });
  root.addEventListener("keydown", (event) => {
    const element = event.target.closest("li");
    if (!element || event.altKey || event.ctrlKey || event.metaKey) return;
    const list = seen();
    const at = list.indexOf(element);
    const state = element.getAttribute("aria-expanded");
    const keys = {
      ArrowDown: () => walkTo(list[at + 1]),
      ArrowUp: () => walkTo(list[at - 1]),
      Home: () => walkTo(list[0]),
      End: () => walkTo(list.at(-1)),
      ArrowRight: () => (state === "false" ? expand(element) : walkTo(element.querySelector("li"))),
      ArrowLeft: () => (state === "true" ? expand(element, false) : walkTo(element.parentElement.closest("li"))),
      Enter: () => select(element.dataset.id),
      " ": () => select(element.dataset.id),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });

  fill(root, model.childrenOf(null).map((clause) => item(clause, 0)));
  if (model.clauses.length <= OPEN_AT_FIRST) everything(true);
  focusable(root.firstElementChild);
  const tools = h("div", { class: "tree-tools" },
    h("button", { type: "button", class: "link", onclick: () => everything(true) }, t("expand_all")),
    h("button", { type: "button", class: "link", onclick: () => everything(false) }, t("collapse_all")));
  return { element: h("div", {}, tools, root), mark };
}
