// Dialogs of the page: a head with a way out, content that scrolls, buttons at the foot.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";

let last = 0;

/** An open dialog; it is taken away when it closes. `leave()` may say that it must stay. */
export function sheet({ title, content, buttons, kind = "", wide = false, leave }) {
  const id = `sheet-${++last}`;
  const close = async () => { if (!leave || await leave()) dialog.close(); };
  const dialog = h("dialog", { class: `dialog sheet-box ${kind}${wide ? " wide" : ""}`, "aria-labelledby": id },
    h("header", { class: "sheet-head" }, h("h2", { id }, title), h("button", { type: "button", class: "close", "aria-label": t("close"), onclick: close }, h("span", { "aria-hidden": "true" }, "×"))),
    h("div", { class: "sheet-body" }, content),
    buttons && h("footer", { class: "sheet-foot" }, buttons));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
