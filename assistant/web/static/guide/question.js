// One question of the interview: why it is asked, what it rests on, its fields, each saved as one goes.
import { field } from "../draft/field.js";
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { clauseMarks } from "./clauses.js";
import { factConflict } from "./fact_conflict.js";
import { CONFLICT } from "./server.js";

const PAUSE = 900; // ms after the last key
const WHOLE = new Set(["table", "date"]); // not sent while the person is still in them: half of one is wrong
const WRONG = 422;
const ANY = Symbol("whatever is stored");
/** Numbers that are typed are words. */
const plain = (value) => JSON.stringify(value ?? null, (_, one) => (typeof one === "number" ? String(one) : one));
const same = (one, other) => plain(one) === plain(other);

/** `{element, told(talk), unsaved(), close()}`; `save(facts, before)`, `skip(yes)`, `refresh()` and `go(step)` act.
 * `typed`: what stood in the fields of this question before and could not be saved. */
export function questionCard(first, at, { typed = {}, save, skip, refresh, go }) {
  let question = first.questions[at];
  const total = first.questions.length;
  const saved = new Map(question.facts.map((spec) => [spec.name, question.values[spec.name]]));
  const said = h("p", { class: "kept", role: "status" });
  const refused = h("div", { "aria-live": "polite" });
  const wrong = h("div", { "aria-live": "polite" });
  const denied = new Map(); // fact name to the value that was wrong; it is not sent again
  const clashes = new Map(); // fact name to the box that asks which value holds
  let waiting = 0;
  let turn = Promise.resolve();

  const fields = new Map(question.facts.map((spec) => [spec.name, field(spec, typed[spec.name] ?? question.values[spec.name], { prefix: "answer", changed })]));
  const changes = () => [...fields].filter(([name, one]) => !same(one.get(), saved.get(name)) && !clashes.has(name)).map(([name]) => name);
  const wrongStill = (name) => denied.has(name) && same(denied.get(name), fields.get(name).get());

  function changed(name) {
    if (!wrongStill(name)) fields.get(name).problem("");
    said.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(keepDone, PAUSE);
  }
  /** Save what was changed, fact by fact; what is wrong is said at its field. */
  function keep({ all = true } = {}) {
    clearTimeout(waiting);
    turn = turn.then(async () => {
      const names = changes().filter((name) => !wrongStill(name) && (all || !inside(name)));
      for (const name of names) await keepOne(name);
      if (names.length && !changes().length && !clashes.size) said.textContent = t("saved");
      if (question.skipped && Object.keys(question.values).length) await skip(false).catch(() => {});
    });
    return turn;
  }
  const inside = (name) => WHOLE.has(fields.get(name).spec.type) && fields.get(name).element.contains(document.activeElement);
  const keepDone = () => keep({ all: false });
  async function keepOne(name, before = saved.get(name)) {
    const one = fields.get(name);
    const value = one.get() ?? null;
    fill(refused);
    try {
      await save({ [name]: value }, before === ANY ? undefined : { [name]: before ?? null });
      saved.set(name, value); // not what is in the field by now
      one.problem("");
    } catch (error) {
      if (error.status === CONFLICT) await clash(name, value, before);
      else if (error.status === WRONG) {
        one.problem(error.message);
        denied.set(name, value);
      }
      else fill(refused, problem(error.message));
    }
  }
  /** Somebody else answered meanwhile: show both and let the person choose. */
  async function clash(name, mine, before) {
    const now = (await refresh()).questions.find((each) => each.id === question.id);
    const theirs = now?.values[name];
    if (same(theirs, mine)) {
      saved.set(name, mine);
      return;
    }
    if (same(theirs, before)) { // the same value, stored in another form
      await keepOne(name, ANY);
      return;
    }
    const one = fields.get(name);
    const box = factConflict(one.spec, mine, theirs, {
      keepMine: () => { done(); return keep(); },
      takeTheirs: () => { done(); one.set(theirs); saved.set(name, theirs); one.focus(); },
    });
    const done = () => { clashes.delete(name); fill(one.under); saved.set(name, theirs); };
    clashes.set(name, box);
    fill(one.under, box);
    box.querySelector("button").focus();
  }
  async function leave(step) {
    await keep();
    const bad = [...fields.values()].find((one) => one.element.classList.contains("wrong"));
    if (bad && step > 0) bad.focus();
    else if (clashes.size && step > 0) clashes.values().next().value.querySelector("button").focus();
    else if (!refused.childElementCount) go(step);
  }
  async function pass() {
    await keep();
    try {
      await skip(true);
      go(1);
    } catch (error) {
      fill(refused, problem(error.message));
    }
  }
  function contradictions(talk) {
    fill(wrong, talk.contradictions.length > 0 && h("div", { class: "warn" }, talk.contradictions.map((one) => h("p", {}, one))));
  }
  contradictions(first);

  const element = h("form", { class: "question", novalidate: true, data: { question: question.id }, onsubmit: (event) => { event.preventDefault(); leave(1); } },
    h("p", { class: "question-count" }, t("question_of", { n: at + 1, total }), question.regulator && h("span", { class: "badge" }, t("regulator_question"))),
    h("h2", { tabindex: "-1" }, question.ask),
    h("dl", { class: "question-why" },
      h("dt", {}, t("why_asked")), h("dd", {}, question.why),
      question.example && [h("dt", {}, t("example")), h("dd", {}, question.example)]),
    clauseMarks(question.clauses, { label: t("basis") }),
    h("div", { class: "question-fields" }, [...fields.values()].map((one) => one.element)),
    wrong, refused,
    h("div", { class: "question-buttons" },
      at > 0 && h("button", { type: "button", class: "button", id: "question-back", onclick: () => leave(-1) }, t("question_back")),
      h("button", { type: "button", class: "button quiet", id: "question-skip", onclick: pass }, t("question_skip")),
      said,
      h("button", { class: "button primary", id: "question-next" }, t(at + 1 < total ? "question_next" : "question_finish"))),
    h("p", { class: "field-help" }, t("question_saved_help")));
  element.addEventListener("focusout", () => setTimeout(keepDone));
  element.addEventListener("keydown", (event) => { // Enter in a field does not leave the question
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  if (Object.keys(typed).length) keep();
  const hidden = () => { if (document.visibilityState === "hidden") keep(); };
  document.addEventListener("visibilitychange", hidden);
  return {
    element,
    told(talk) {
      question = talk.questions.find((one) => one.id === question.id) || question;
      contradictions(talk);
    },
    unsaved: () => changes().length > 0 || clashes.size > 0,
    typed: () => Object.fromEntries([...changes(), ...clashes.keys()].map((name) => [name, fields.get(name).get()])),
    close: () => { document.removeEventListener("visibilitychange", hidden); return keep(); },
  };
}
