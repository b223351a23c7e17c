// A table that is filled in cell by cell: rows are added and removed, columns that must add up are summed.
import { announce, fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { date } from "./date_box.js";

/** More columns than these leave no room to write beside each other: a row becomes a card. */
const SIDE_BY_SIDE = 4;
const narrow = window.matchMedia("(max-width: 700px)");
const stacked = (columns) => narrow.matches || columns > SIDE_BY_SIDE;
narrow.addEventListener("change", () => {
  for (const grid of document.querySelectorAll(".grid")) grid.classList.toggle("stacked", stacked(Number(grid.dataset.columns)));
});
/** Characters that a narrow cell shows; what is longer is written across the card. */
const SHOWN = 9;
const NUMBER = /^-?\d+(\.\d+)?$/;
const KEYS = { percent: "decimal", money: "decimal", count: "numeric" };
const UNITS = { percent: "%", money: "元" };

export function table(spec, { id, changed }) {
  const body = h("tbody", {});
  const sums = h("p", { class: "sums", "aria-live": "polite" });
  const summed = spec.columns.filter((one) => one.total != null);
  const rows = []; // {element, cells: Map of column name to control}
  const touched = () => { total(); changed(); };

  function cell(column, value) {
    const label = column.label;
    const control = column.type === "date" ? date({}, { changed: touched, label }) : box(column, label);
    control.set(value);
    return control;
  }
  function box(column, label) {
    const input = h("input", { type: "text", autocomplete: "off", inputmode: KEYS[column.type], "aria-label": label, oninput: touched, onpaste: pasted });
    return { element: input, get: () => input.value.trim() || undefined, set: (value) => { input.value = value ?? ""; }, focus: () => input.focus() };
  }
  function insert(values = {}) {
    const cells = new Map(spec.columns.map((column) => [column.name, cell(column, values[column.name])]));
    const row = { cells };
    row.element = h("tr", {},
      spec.columns.map((column) => h("td", { data: { label: column.required ? `${title(column)} · ${t("required")}` : title(column) } }, cells.get(column.name).element)),
      h("td", { class: "grid-end" }, h("button", { type: "button", class: "row-remove", onclick: () => remove(row) }, h("span", { "aria-hidden": "true" }, "×"))));
    for (const [at, column] of spec.columns.entries()) {
      if (column.type !== "date" && String(values[column.name] ?? "").length > SHOWN) row.element.children[at].classList.add("long");
    }
    rows.push(row);
    body.append(row.element);
    name();
    return row;
  }
  function remove(row) {
    const at = rows.indexOf(row);
    rows.splice(at, 1);
    row.element.remove();
    if (!rows.length) insert();
    name();
    first(rows[Math.min(at, rows.length - 1)]).focus();
    announce(t("line_removed"));
    touched();
  }
  const first = (row) => row.cells.get(spec.columns[0].name);
  function name() {
    rows.forEach(({ element }, at) => {
      element.querySelectorAll("td[data-label]").forEach((one, place) =>
        one.querySelector("input").setAttribute("aria-label", t("cell_of", { column: spec.columns[place].label, n: at + 1 })));
      element.querySelector(".row-remove").setAttribute("aria-label", t("remove_row", { n: at + 1 }));
    });
  }
  function total() {
    fill(sums, summed.map((column) => {
      const given = rows.map((row) => row.cells.get(column.name).get()).filter(Boolean).map((one) => String(one).replace(/[%％\s]/g, ""));
      const sum = given.filter((one) => NUMBER.test(one)).reduce((all, one) => all + Number(one), 0);
      const rest = Math.round((column.total - sum) * 1000) / 1000;
      const state = !rest ? "sum_right" : rest > 0 ? "sum_less" : "sum_more";
      const unit = UNITS[column.type] || "";
      return h("span", { class: `sum ${state}` }, t(state, {
        column: column.label, sum: `${Math.round(sum * 1000) / 1000}${unit}`, total: `${column.total}${unit}`, rest: `${Math.abs(rest)}${unit}`,
      }));
    }));
    sums.hidden = !summed.length || !value();
  }
  // Cells copied from a spreadsheet go into the cells to the right and below.
  function pasted(event) {
    const found = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (found.length < 2 && found[0].length < 2) return;
    event.preventDefault();
    const place = event.target.closest("td");
    const left = [...place.parentElement.children].indexOf(place);
    const top = rows.findIndex((row) => row.element === place.parentElement);
    found.forEach((line, down) => {
      const row = rows[top + down] || insert();
      line.forEach((words, right) => row.cells.get(spec.columns[left + right]?.name)?.set(words.trim()));
    });
    touched();
  }
  function value() {
    const given = rows.map(({ cells }) => Object.fromEntries([...cells].map(([key, one]) => [key, one.get()]).filter(([, one]) => one !== undefined)));
    const filled = given.filter((one) => Object.keys(one).length);
    return filled.length ? filled : undefined;
  }
  return {
    grouped: true,
    element: h("div", { class: "grid-frame" },
      h("table", { class: stacked(spec.columns.length) ? "grid stacked" : "grid", data: { columns: spec.columns.length } }, h("thead", {}, h("tr", {},
        spec.columns.map((column) => h("th", { scope: "col" }, title(column), column.required && h("span", { class: "required-mark" }, t("required")))),
        h("th", {}, h("span", { class: "sr-only" }, t("actions"))))), body),
      sums, h("button", { type: "button", class: "link add", id: `${id}-add`, onclick: () => first(insert()).focus() }, t("add_row"))),
    get: value,
    set: (given) => {
      rows.length = 0;
      body.replaceChildren();
      for (const one of Array.isArray(given) && given.length ? given : [{}]) insert(one);
      total();
    },
    focus: () => first(rows[0]).focus(),
  };
}

const title = (column) => (UNITS[column.type] ? `${column.label}（${UNITS[column.type]}）` : column.label);
