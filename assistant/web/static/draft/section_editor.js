// A section while a person writes it: its lines, saved or left; nothing typed is lost when somebody else saved.
import { sure } from "../library/dialog.js";
import { fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { refused } from "./conflict.js";
import { say } from "./desk.js";
import { grow } from "./text_box.js";

/** `closed()` is called when it is saved or left. */
export function sectionEditor(desk, first, closed) {
  let section = first;
  let saving = false;
  const headed = section.blocks.some((one) => one.kind === "heading" && one.level === 1);
  const text = h("textarea", { id: `edit-${section.id}`, class: "section-text", spellcheck: "false", value: section.text, "aria-describedby": `edit-${section.id}-help`, oninput: () => grow(text) });
  const title = h("input", { type: "text", id: `title-${section.id}`, value: section.title, autocomplete: "off" });
  const said = h("div", { class: "row-said" });
  const theirs = h("div", {});
  const changed = () => text.value !== first.text || (headed && title.value.trim() !== first.title);

  async function save() {
    if (saving) return;
    if (!changed()) {
      closed();
      return;
    }
    saving = true;
    fill(said);
    const body = { text: text.value };
    if (headed && title.value.trim() && title.value.trim() !== section.title) body.title = title.value.trim();
    try {
      const sent = text.value;
      await desk.change("PATCH", `/sections/${encodeURIComponent(section.id)}`, body);
      say(t("section_saved", { title: section.title }));
      if (text.value === sent) closed();
    } catch (error) {
      refused(said, error, desk, () => text.focus());
    } finally {
      saving = false;
    }
  }
  async function leave() {
    if (changed() && !await sure({ title: t("unsaved_title"), words: t("unsaved_words", { title: section.title }), yes: t("throw_away") })) {
      text.focus();
      return;
    }
    closed();
  }
  function keys(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  }
  const element = h("form", { class: "section-editor", onkeydown: keys, onsubmit: (event) => { event.preventDefault(); save(); } },
    headed && h("div", { class: "field" }, h("label", { for: title.id }, t("section_title")), title),
    h("label", { class: "label", for: text.id }, t("section_lines", { title: section.title })), text,
    h("p", { class: "field-help", id: `edit-${section.id}-help` }, t(`edit_help_${desk.view.style}`), " ", t("edit_help")),
    said, theirs,
    h("div", { class: "editor-buttons" },
      h("button", { class: "button primary", data: { tool: "save" } }, t("save")),
      h("button", { type: "button", class: "button quiet", data: { tool: "cancel" }, onclick: leave }, t("cancel")),
      h("span", { class: "editor-keys" }, t("editor_keys"))));
  return {
    element,
    unsaved: changed,
    focus() {
      grow(text);
      text.focus();
      text.setSelectionRange(0, 0);
    },
    /** The section as the server has it now, which somebody else may have changed. */
    theirs(next) {
      if (next.text !== section.text && changed() && !saving) {
        fill(theirs, h("details", { class: "theirs", open: true }, h("summary", {}, t("their_text")), h("pre", {}, next.text)));
      }
      section = next;
    },
  };
}
