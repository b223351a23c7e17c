// Why a candidate is not taken.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

/** The reason; null when the person thought again. */
export function whyNot() {
  return new Promise((resolve) => {
    const why = h("textarea", { id: "reject-why", rows: "3", required: true });
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "reject-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "reject-title" }, t("reject_title")),
        h("div", { class: "field" }, h("label", { for: "reject-why" }, t("reject_why")), why),
        h("div", { class: "dialog-buttons" },
          h("button", { class: "button", value: "no", formnovalidate: true }, t("cancel")),
          h("button", { class: "button danger", value: "yes", id: "reject-yes" }, t("reject")))));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes" ? why.value : null); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
    why.focus();
  });
}
