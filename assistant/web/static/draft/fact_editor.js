// A fact of the open draft changed where it stands, and all facts of it in a drawer.
import { sure } from "../library/dialog.js";
import { fill, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { checker } from "./checking.js";
import { refused } from "./conflict.js";
import { atField, factFields } from "./fact_fields.js";
import { field } from "./field.js";
import { ask } from "./server.js";
import { sheet } from "./sheet.js";

const wide = window.matchMedia("(min-width: 701px)");
const GAP = 8; // px between the words and the box

/** What was wrong before is not said again. */
const fresh = (problems, before) => problems.filter((one) => !before.some((old) => old.name === one.name && old.message === one.message));

export function openFact(desk, name, anchor) {
  const spec = desk.specs.get(name);
  const said = h("div", { class: "row-said", "aria-live": "polite" });
  const one = field(spec, desk.view.facts[name], { prefix: "edit-fact", changed: () => one.problem("") });
  const before = JSON.stringify(one.get());
  const changed = () => JSON.stringify(one.get()) !== before;
  let saving = false;

  async function save() {
    if (saving) return;
    saving = true;
    fill(said);
    try {
      const changes = { [name]: one.get() ?? null };
      const facts = Object.fromEntries(Object.entries({ ...desk.view.facts, ...changes }).filter(([, value]) => value != null));
      const { problems } = await ask("POST", "check", { body: { blueprint: desk.view.blueprint, facts } });
      const found = fresh(problems, desk.view.problems || []);
      one.problem(found.map((each) => (each.name === name ? atField(each) : each.message)).join(" "));
      if (found.length) {
        one.focus();
        return;
      }
      if (changed()) await desk.changeFacts(changes);
      dialog.close();
      landed(name, anchor);
    } catch (error) {
      refused(said, error, desk, () => one.focus());
    } finally {
      saving = false;
    }
  }
  const form = h("form", { id: "fact-form", onsubmit: (event) => { event.preventDefault(); save(); } }, one.element, said);
  const dialog = sheet({
    title: t(before === undefined ? "fill_fact" : "change_this_fact"), kind: "fact-box", content: form,
    leave: async () => !changed() || sure({ title: t("unsaved_title"), words: t("unsaved_fact", { label: spec.label }), yes: t("throw_away") }),
    buttons: [h("button", { class: "button primary", form: "fact-form", data: { tool: "save-fact" } }, t("save")),
      h("button", { type: "button", class: "link", onclick: () => { if (changed()) return; dialog.close(); openFacts(desk, name); }, title: t("all_facts") }, t("all_facts"))],
  });
  if (wide.matches && anchor?.isConnected) beside(dialog, anchor.getBoundingClientRect());
  one.focus();
}

function beside(dialog, words) {
  const box = dialog.getBoundingClientRect();
  const below = words.bottom + GAP + box.height < innerHeight;
  dialog.style.margin = "0";
  dialog.style.left = `${Math.max(GAP, Math.min(words.left, innerWidth - box.width - GAP))}px`;
  dialog.style.top = `${Math.max(GAP, below ? words.bottom + GAP : words.top - box.height - GAP)}px`;
}

/** The keyboard goes on where the fact stands now. */
function landed(name, anchor) {
  if (anchor?.isConnected) anchor.focus();
  else document.querySelector(`.sheet [data-fact="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}

export function openFacts(desk, name) {
  const said = h("div", { class: "row-said", "aria-live": "polite" });
  const fields = factFields(desk.plan.facts, desk.view.facts, { prefix: "drawer", changed: () => check.soon() });
  const check = checker(desk.view.blueprint, fields.values, (answer) => {
    const others = fields.problems(answer.problems || []);
    fill(said, others.map((one) => h("p", { class: "caution" }, one.message)));
  });
  const start = JSON.stringify(fields.values());
  const changed = () => JSON.stringify(fields.values()) !== start;

  async function save() {
    fill(said);
    const answer = await check.now();
    const wrong = answer && fresh(answer.problems || [], desk.view.problems || []);
    if (wrong?.length) {
      fields.go(wrong[0].name);
      return;
    }
    const values = fields.values();
    const gone = Object.fromEntries(Object.keys(desk.view.facts).filter((one) => desk.specs.has(one) && !(one in values)).map((one) => [one, null]));
    try {
      await desk.changeFacts({ ...values, ...gone });
      dialog.close();
    } catch (error) {
      refused(said, error, desk, () => {});
    }
  }
  const form = h("form", { id: "facts-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } }, fields.element, said);
  const dialog = sheet({
    title: t("all_facts"), kind: "drawer", content: form,
    leave: async () => !changed() || sure({ title: t("unsaved_title"), words: t("unsaved_facts"), yes: t("throw_away") }),
    buttons: [h("button", { class: "button primary", form: "facts-form", id: "save-facts" }, t("save"))],
  });
  dialog.addEventListener("close", check.stop);
  check.now();
  if (name) fields.go(name);
}
