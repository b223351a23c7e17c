// A list of short lines that one adds rows to.
import { announce, h } from "../library/dom.js";
import { t } from "../library/words.js";

export function lines(spec, { id, changed }) {
  const rows = h("ol", { class: "line-list" });
  const add = h("button", { type: "button", class: "link add", id: `${id}-add`, onclick: () => insert("").querySelector("input").focus() }, t("add_line"));
  const inputs = () => [...rows.querySelectorAll("input")];

  function insert(value, after) {
    const input = h("input", {
      type: "text", autocomplete: "off", value, oninput: changed, onkeydown: keys, onpaste: pasted,
      placeholder: spec.example && !rows.children.length ? t("for_example", { words: spec.example }) : null,
    });
    const row = h("li", {}, input, h("button", { type: "button", class: "row-remove", onclick: () => remove(row) }, h("span", { "aria-hidden": "true" }, "×")));
    if (after) after.after(row);
    else rows.append(row);
    name();
    return row;
  }
  function remove(row) {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    if (!rows.children.length) insert("");
    name();
    (next || rows.firstElementChild).querySelector("input").focus();
    announce(t("line_removed"));
    changed();
  }
  function name() {
    [...rows.children].forEach((row, at) => {
      row.querySelector("input").setAttribute("aria-label", t("line_of", { label: spec.label, n: at + 1 }));
      row.querySelector("button").setAttribute("aria-label", t("remove_line", { n: at + 1 }));
    });
  }
  function keys(event) {
    const row = event.target.closest("li");
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      insert("", row).querySelector("input").focus();
    } else if (event.key === "Backspace" && !event.target.value && rows.children.length > 1) {
      event.preventDefault();
      remove(row);
    }
  }
  function pasted(event) {
    const found = event.clipboardData.getData("text").split(/\r?\n/).map((one) => one.trim()).filter(Boolean);
    if (found.length < 2) return;
    event.preventDefault();
    let row = event.target.closest("li");
    if (!event.target.value) event.target.value = found.shift();
    for (const one of found) row = insert(one, row);
    row.querySelector("input").focus();
    changed();
  }
  return {
    grouped: true,
    element: h("div", {}, rows, add),
    get: () => {
      const given = inputs().map((one) => one.value.trim()).filter(Boolean);
      return given.length ? given : undefined;
    },
    set: (value) => {
      rows.replaceChildren();
      for (const one of Array.isArray(value) && value.length ? value : [value || ""]) insert(one);
    },
    focus: () => rows.querySelector("input").focus(),
  };
}
