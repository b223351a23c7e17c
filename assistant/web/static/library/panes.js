// The columns of a text: on a wide screen a side column with tabs, the clauses and the original; on a
// narrow one a tab for each.
import { h } from "./dom.js";
import { t } from "./words.js";

const narrow = window.matchMedia("(max-width: 1080px)");

/** `parts`: `{id, name, content, side, tools, count}`; `first` is the side tab that is open. */
export function panes(parts, first) {
  const bodies = new Map(parts.map((part) => [part.id, h("section", { class: `pane ${part.side ? "pane-side" : `pane-${part.id}`}`, id: `pane-${part.id}`, role: "tabpanel", "aria-label": part.name },
    !part.side && h("header", { class: "pane-head" }, h("h2", {}, part.name), part.tools),
    h("div", { class: "pane-body" }, part.content))]));
  const tabs = new Map(parts.map((part) => [part.id, h("button", {
    type: "button", role: "tab", id: `tab-${part.id}`, "aria-controls": `pane-${part.id}`, class: part.side ? "tab tab-side" : "tab tab-main", onclick: () => open(part.id),
  }, part.name, part.count > 0 && h("span", { class: "count" }, part.count))]));
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": t("parts") }, [...tabs.values()]);
  const element = h("div", { class: `panes${bodies.has("original") ? " with-original" : ""}` },
    bar, [...bodies.values()]);
  let side = first;
  let single = first;

  function open(id) {
    single = id;
    if (parts.find((part) => part.id === id).side) side = id;
    draw();
  }
  function draw() {
    for (const { id, side: isSide } of parts) {
      const shown = narrow.matches ? id === single : (!isSide || id === side);
      bodies.get(id).hidden = !shown;
      const selected = narrow.matches ? id === single : isSide && id === side;
      tabs.get(id).setAttribute("aria-selected", String(selected));
      tabs.get(id).tabIndex = selected ? 0 : -1;
    }
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const list = [...tabs.values()].filter((tab) => tab.checkVisibility());
    const next = list[(list.indexOf(document.activeElement) + step + list.length) % list.length];
    event.preventDefault();
    next?.focus();
    next?.click();
  });
  narrow.addEventListener("change", draw);
  draw();
  return { element, open, narrowTo: (id) => { if (narrow.matches && bodies.has(id)) open(id); } };
}

