// Over a text: its name and labels, and what can be done with it.
import { sure } from "./dialog.js";
import { announce, fill, h, problem } from "./dom.js";
import { factForm } from "./form.js";
import { api, chatPlace, listPlace, uploadsPlace } from "./places.js";
import { ask } from "./server.js";
import { nameOf, t } from "./words.js";

export function heading(model, asked, base, { go, draw, jump, standing, badges }) {
  const { source } = model;
  const trouble = h("div", {});
  const about = nameOf("about", source.authority);
  const [, state] = standing;
  const newer = model.versions.find((one) => one.id !== source.id && one.standing === "current");
  return h("header", { class: "document-head" },
    h("p", { class: "crumbs" }, h("a", { href: (asked.job ? uploadsPlace() : listPlace()).href }, t(asked.job ? "add_files" : "library")), h("span", { "aria-hidden": "true" }, " › "), asked.job ? t("review") : source.short_title),
    h("div", { class: "document-title" }, h("h1", {}, source.title), asked.job ? null : actions()),
    h("div", { class: "document-facts" }, badges, h("span", {}, [source.number, source.issuer].filter(Boolean).join(" · "))),
    about && about !== source.authority && h("p", { class: "caution" }, about),
    state === "superseded" && newer && h("p", { class: "caution" }, t("superseded_by"), h("a", { href: `library/${newer.id}` }, newer.title)),
    ["draft", "coming", "repealed"].includes(state) && h("p", { class: "caution" }, t(`about_${state}`)),
    model.notices.filter((one) => asked.job && one.code === "duplicate").map((one) => h("p", { class: "caution" }, one.message)),
    trouble);

  function actions() {
    const change = model.own && model.writable;
    return h("div", { class: "actions" },
      h("a", { class: "button primary", id: "ask-about", href: chatPlace(source.title).href }, t("ask_about")),
      model.kept && h("a", { class: "button", id: "download-original", href: api(`${base}/original`).href, download: "" }, t("download_original")),
      h("a", { class: "button", id: "download-markdown", href: api(`${base}/export`).href, download: "" }, t("download_markdown")),
      change && h("button", { type: "button", class: "button", id: "edit-facts", onclick: edit }, t("edit_facts")),
      change && h("button", { type: "button", class: "button danger-quiet", id: "delete-source", onclick: remove }, t("delete")));
  }

  function edit() {
    const form = factForm(model, (fact) => { dialog.close(); jump(fact); }, { prefix: "edit" });
    const wrong = h("div", {});
    const dialog = h("dialog", { class: "dialog sheet-dialog", "aria-labelledby": "edit-title" },
      h("form", {
        onsubmit: async (event) => {
          event.preventDefault();
          const changes = form.changes();
          if (!changes) return;
          try {
            if (Object.keys(changes).length) await ask("PATCH", base, { body: changes });
          } catch (error) {
            fill(wrong, problem(error.message));
            return;
          }
          dialog.close();
          await draw();
          announce(t("saved"));
        },
      },
      h("h2", { id: "edit-title" }, t("edit_facts")), h("div", { class: "dialog-body" }, form.element), wrong,
      h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("cancel")), h("button", { class: "button primary", id: "save-facts" }, t("save")))));
    dialog.addEventListener("close", () => { dialog.remove(); document.getElementById("edit-facts")?.focus(); });
    document.body.append(dialog);
    dialog.showModal();
    form.focus();
  }

  async function remove() {
    const yes = await sure({ title: t("delete_title"), words: t("delete_words", { title: source.title }), yes: t("delete") });
    if (!yes) return;
    try {
      await ask("DELETE", base);
    } catch (error) {
      fill(trouble, problem(error.message));
      return;
    }
    go(listPlace());
    announce(t("deleted", { title: source.title }));
  }
}
