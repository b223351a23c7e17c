// A section of the open draft: its part of the paper, and beside it its state, tools, notes and basis.
import { sure } from "../library/dialog.js";
import { fill, h } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { refused } from "./conflict.js";
import { say } from "./desk.js";
import { grounds } from "./grounds.js";
import { option } from "./options.js";
import { blocks } from "./paper.js";
import { sectionEditor } from "./section_editor.js";
import { openVersions } from "./versions.js";

/** `{element, update(section)}`. */
export function sectionRow(desk, first, actions) {
  let section = first;
  let editor = null;
  let wishing = false;
  const id = section.id;
  const leaf = h("div", { class: "leaf" });
  const said = h("div", { class: "row-said", "aria-live": "polite" });
  const margin = h("div", { class: "margin" });
  const element = h("section", { class: "row", id: `section-${id}`, data: { section: id }, "aria-labelledby": `section-${id}-title` }, leaf, margin);
  const path = `/sections/${encodeURIComponent(id)}`;

  async function change(method, rest, body, words) {
    element.setAttribute("aria-busy", "true");
    fill(said);
    try {
      await desk.change(method, `${path}${rest}`, body);
      if (words) say(words);
      return true;
    } catch (error) {
      refused(said, error, desk);
      return false;
    } finally {
      element.removeAttribute("aria-busy");
    }
  }
  function edit() {
    if (editor) return;
    wishing = false;
    editor = sectionEditor(desk, section, () => {
      desk.editors.delete(editor);
      editor = null;
      draw();
      element.querySelector('[data-tool="edit"]')?.focus();
    });
    desk.editors.add(editor);
    draw();
    editor.focus();
  }
  async function regenerate() {
    if (desk.view.model) {
      wishing = !wishing;
      draw();
      margin.querySelector("textarea")?.focus();
      return;
    }
    reset();
  }
  async function reset() {
    if (section.origin !== "template" && !await sure({ title: t("back_to_blueprint"), words: t("back_to_blueprint_words"), yes: t("back_to_blueprint") })) return;
    if (!await change("POST", "/regenerate", { model: false }, t("regenerated", { title: section.title }))) return;
    wishing = false;
    draw();
  }
  async function rewrite(wish) {
    say(t("rewriting"));
    if (!await change("POST", "/regenerate", wish ? { wish } : {}, t("regenerated", { title: section.title }))) return;
    wishing = false;
    draw();
  }
  const lock = () => change("PATCH", "", { locked: !section.locked }, t(section.locked ? "unlocked" : "locked_now", { title: section.title }));

  function draw() {
    element.classList.toggle("editing", Boolean(editor));
    element.classList.toggle("is-locked", section.locked);
    if (editor) {
      if (!leaf.contains(editor.element)) fill(leaf, editor.element);
    } else {
      fill(leaf, blocks(section, actions));
    }
    const tool = (name, words, onclick, props) => h("button", { type: "button", class: "tool-button", data: { tool: name, focus: `${id}/${name}` }, "aria-label": `${words}：${section.title}`, onclick, ...props }, words);
    const closed = section.locked ? t("unlock_first") : null;
    fill(margin,
      h("div", { class: "margin-head" }, h("h3", { id: `section-${id}-title` }, section.title), h("span", { class: "badges" }, marks(section))),
      !editor && h("div", { class: "tools", role: "toolbar", "aria-label": t("tools_of", { title: section.title }) },
        tool("edit", t("edit"), edit, { disabled: section.locked, title: closed }),
        tool("regenerate", t(desk.view.model ? "regenerate" : "back_to_blueprint"), regenerate, { disabled: section.locked, title: closed || (desk.view.model ? null : t("no_model_hint")), "aria-expanded": desk.view.model ? String(wishing) : null }),
        tool("lock", t(section.locked ? "unlock" : "lock"), lock, { "aria-pressed": String(section.locked), title: t("lock_hint") }),
        tool("versions", t("versions_count", { n: section.versions.length }), () => openVersions(desk, section.id))),
      wishing && wishForm(id, rewrite, reset),
      said,
      section.stale && h("p", { class: "caution" }, t(section.locked ? "stale_locked" : "stale_words")),
      section.notes.map((note) => h("p", { class: "row-note" }, note)),
      grounds(section), optional(section));
  }
  function optional() {
    if (!section.optional.length) return null;
    const chosen = section.optional.filter((one) => one.state).length;
    const open = margin.querySelector(".row-options")?.open || false;
    return h("details", { class: "row-options", open }, h("summary", { data: { focus: `${id}/options` } }, t("optional_count", { n: section.optional.length }), chosen > 0 && t("optional_chosen", { n: chosen })),
      section.optional.map((one) => option(one, {
        prefix: `row-${id}`, stateOf: (each) => each.state || null,
        choose: (each, state) => chooseOption(each.key, state),
      })));
  }
  async function chooseOption(key, state) {
    fill(said);
    try {
      await desk.change("PATCH", "", { option: { key, state } });
      say(t("option_changed"));
    } catch (error) {
      refused(said, error, desk);
      draw();
    }
  }
  draw();
  return {
    element,
    update(next) {
      const same = JSON.stringify(next) === JSON.stringify(section);
      section = next;
      editor?.theirs(next);
      if (!same || editor) draw();
    },
    close: () => desk.editors.delete(editor),
  };
}

function marks(section) {
  return [
    section.origin !== "template" && h("span", { class: "badge" }, nameOf("origin", section.origin)),
    section.locked && h("span", { class: "badge badge-locked" }, t("locked")),
    section.stale && h("span", { class: "badge badge-stale" }, t("stale")),
  ];
}

function wishForm(id, rewrite, reset) {
  const wish = h("textarea", { id: `wish-${id}`, rows: "2", placeholder: t("wish_example") });
  return h("form", { class: "wish", onsubmit: (event) => { event.preventDefault(); rewrite(wish.value.trim()); } },
    h("label", { for: wish.id }, t("wish")), wish, h("div", { class: "wish-buttons" }, h("button", { class: "button primary" }, t("regenerate")),
      h("button", { type: "button", class: "link", onclick: reset }, t("back_to_blueprint"))));
}
