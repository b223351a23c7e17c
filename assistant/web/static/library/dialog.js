// A question before something is lost.
import { h } from "./dom.js";
import { t } from "./words.js";

/** Whether the person says yes; `mild` where nothing is lost by it. */
export function sure({ title, words, yes, mild = false }) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" },
      h("h2", { id: "dialog-title" }, title), h("p", {}, words),
      h("form", { method: "dialog", class: "dialog-buttons" },
        h("button", { class: "button", value: "no" }, t("cancel")),
        h("button", { class: mild ? "button primary" : "button danger", value: "yes", id: "dialog-yes" }, yes)));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("button").focus();
  });
}
