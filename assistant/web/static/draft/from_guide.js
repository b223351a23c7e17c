// Facts that the self-checks of a company give: filled into fields that are empty, marked, and told one by one.
import { announce, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { ofGuide } from "./server.js";

/** Numbers that are typed are words; empty cells of a row are none, and its cells stand in no order. */
function plain(value) {
  if (Array.isArray(value)) return JSON.stringify(value.map(plain));
  if (value === null || typeof value !== "object") return String(value ?? "");
  return JSON.stringify(Object.entries(value).filter(([, cell]) => cell !== "" && cell != null).map(([name, cell]) => [name, plain(cell)]).sort());
}

/** The box over the form, when the address comes from the guide. `changed()`: a person changed a field. */
export async function fromGuide(place, { company, asked, blueprint, form, take }) {
  const marks = new Map(); // fact name to the line under its field
  const nothing = { changed() {} };
  if (!asked || !company) return nothing;
  const told = await ofGuide(company, blueprint).catch((error) => ({ proposals: [], left: [error.message] }));
  const known = told.proposals.filter((one) => form.fields.has(one.name));
  const inOrder = (one, value) => (form.fields.get(one.name).spec.type === "choices" && value ? [...value].sort() : value);
  const same = (one) => plain(inOrder(one, form.valueOf(one.name))) === plain(inOrder(one, one.value));
  const empty = known.filter((one) => form.valueOf(one.name) === undefined);
  take(Object.fromEntries(empty.map((one) => [one.name, one.value])));
  const other = known.filter((one) => !same(one));
  const filled = known.filter(same);

  function mark(one) {
    const line = h("p", { class: "from-guide" }, h("span", { class: "badge badge-own" }, t("from_check")), h("span", {}, one.words));
    form.fields.get(one.name).under.append(line);
    marks.set(one, line);
  }
  /** What was changed by hand is no longer what the self-check says. */
  function changed() {
    for (const [one, line] of marks) line.firstChild.textContent = t(same(one) ? "from_check" : "from_check_changed");
  }
  const jump = (one) => h("button", { type: "button", class: "link", onclick: () => form.go(one.name) }, one.label);
  const row = (one) => {
    const line = h("li", { data: { differs: one.name } },
      h("div", {}, h("p", {}, h("strong", {}, one.label), t("check_says", { value: one.text })), h("p", { class: "proposal-words" }, one.words)),
      h("div", { class: "proposal-buttons" },
        h("button", { type: "button", class: "button", onclick: () => { take({ [one.name]: one.value }, { over: true }); mark(one); settle(line, t("adopted_fact", { label: one.label })); } }, t("use_check")),
        h("button", { type: "button", class: "button quiet", onclick: () => settle(line, t("kept_fact", { label: one.label })) }, t("keep_own"))));
    return line;
  };
  function settle(line, words) {
    const list = line.parentElement;
    line.remove();
    announce(words);
    if (list.childElementCount) list.querySelector("button").focus();
    else differing.remove();
  }
  const differing = h("div", { class: "differing" }, h("p", {}, t("check_differs", { n: other.length })), h("ul", { class: "proposals" }, other.map(row)));
  filled.forEach(mark);
  place.append(h("section", { class: "start-box", id: "from-guide", "aria-labelledby": "from-guide-title" },
    h("h2", { id: "from-guide-title" }, t("from_check_title")),
    h("p", { class: "field-help" }, t(filled.length ? "from_check_help" : "from_check_none", { n: filled.length })),
    filled.length > 0 && h("p", { class: "from-guide-names" }, filled.map((one) => jump(one))),
    other.length > 0 && differing,
    told.left.length > 0 && h("ul", { class: "dotted left" }, told.left.map((one) => h("li", {}, one)))));
  return { changed };
}
