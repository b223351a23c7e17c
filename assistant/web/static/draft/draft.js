// The page of a draft: the paper with its sections, what is open beside it, its facts and its files.
import { sure } from "../library/dialog.js";
import { fill, h, put } from "../library/dom.js";
import { t } from "../library/words.js";
import { openDesk } from "./desk.js";
import { openDownload } from "./download.js";
import { openFact, openFacts } from "./fact_editor.js";
import { end, head } from "./paper.js";
import { startPlace } from "./places.js";
import { sectionRow } from "./section.js";
import { get } from "./server.js";
import { sideParts } from "./side.js";
import { moment } from "./time.js";

let handed = null;

/** A draft that was just made need not be asked for again. */
export const handOver = (view) => { handed = view; };

export async function showDraft(main, id) {
  const view = handed?.id === id ? handed : await get(encodeURIComponent(id));
  handed = null;
  const [plan, all] = await Promise.all([get(`blueprints/${encodeURIComponent(view.blueprint)}`), get("blueprints").catch(() => [])]);
  const titles = new Map(all.map((one) => [one.id, `${one.code} ${one.title}`]));
  const desk = openDesk(view, plan);
  const rows = new Map();
  const actions = { open: (name, element) => openFact(desk, name, element), label: (name) => desk.specs.get(name)?.label };
  const top = h("header", { class: "page-head draft-head" });
  const side = h("aside", { class: "draft-side", "aria-label": t("draft_side") });
  const first = h("div", { class: "leaf leaf-first" });
  const last = h("div", { class: "leaf leaf-last" });
  const sheet = h("article", { class: `sheet style-${view.style}`, "aria-labelledby": "paper-title", lang: "zh-CN" });

  function drawTop(now) {
    fill(top,
      h("div", {}, h("p", { class: "crumbs" }, h("a", { href: startPlace().href }, t("draft")), h("span", { "aria-hidden": "true" }, " / "), `${now.code} ${now.kind}`),
        h("h1", {}, now.title),
        h("p", { class: "lead" }, now.company && h("span", {}, now.company, h("span", { "aria-hidden": "true" }, " · ")), t("changed_at", { time: moment(now.updated) }))),
      h("div", { class: "head-buttons" },
        h("button", { type: "button", class: "button", id: "open-facts", data: { focus: "facts" }, onclick: () => openFacts(desk) }, t("all_facts")),
        h("button", { type: "button", class: "button primary", id: "open-download", data: { focus: "download" }, onclick: () => openDownload(desk) }, t("download"))));
  }
  function drawRows(now) {
    for (const [key, row] of rows) {
      if (now.sections.some((one) => one.id === key)) continue;
      row.close();
      row.element.remove();
      rows.delete(key);
    }
    let before = first;
    for (const section of now.sections) {
      if (rows.has(section.id)) rows.get(section.id).update(section);
      else rows.set(section.id, sectionRow(desk, section, actions));
      const { element } = rows.get(section.id);
      if (before.nextElementSibling !== element) before.after(element);
      before = element;
    }
  }
  function draw(now) {
    const focused = document.activeElement?.closest?.("[data-focus]")?.dataset.focus;
    drawTop(now);
    const parts = sideParts(desk, { jump, open: actions.open }, titles); // looks at what is folded
    fill(side, parts);
    fill(first, head(now, actions));
    drawRows(now);
    fill(last, end(now, actions));
    if (focused && !main.contains(document.activeElement)) main.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  function jump(item) {
    const blank = sheet.querySelector(`[data-kind="blank"][data-fact="${CSS.escape(item.name)}"]`);
    const place = blank || (item.sections || []).map((one) => rows.get(one)?.element).find(Boolean);
    if (!place) {
      if (desk.specs.has(item.name)) openFact(desk, item.name);
      return;
    }
    place.scrollIntoView({ block: "center" });
    place.classList.add("flash");
    setTimeout(() => place.classList.remove("flash"), 1600);
    if (blank) blank.focus({ preventScroll: true });
  }
  side.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-jump]");
    if (!link) return;
    event.preventDefault();
    document.getElementById(`section-${link.dataset.jump}`)?.scrollIntoView({ block: "center" });
    document.querySelector(`[data-focus="${CSS.escape(`${link.dataset.jump}/edit`)}"]`)?.focus({ preventScroll: true });
  });
  put(sheet, [first, last]);
  fill(main, h("div", { class: "page draft-page" }, top, h("div", { class: "draft-frame" }, side, sheet)));
  draw(view);
  desk.watch(draw);
  const unsaved = () => [...desk.editors].some((one) => one.unsaved());
  return {
    unsaved,
    leave: () => sure({ title: t("unsaved_title"), words: t("unsaved_page"), yes: t("throw_away") }),
    close: () => {
      for (const dialog of document.querySelectorAll("dialog.sheet-box")) dialog.close();
      document.querySelector(".said")?.remove();
    },
  };
}
