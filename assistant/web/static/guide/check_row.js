// One statement of a self-check: four answers, what shows it, the clause; saved on each change.
import { fill, h, problem } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { clauseMarks } from "./clauses.js";
import { conflictBox } from "./fact_conflict.js";
import { CONFLICT } from "./server.js";

const REPLIES = ["yes", "partly", "no", "na"];
const PAUSE = 900; // ms after the last key
let made = 0;

export function checkRow(first, { save, refresh }) {
  const id = `check-${++made}`;
  let stored = first; // reply, evidence, note, revision as the server has them
  let waiting = 0;
  let asking = false;
  let turn = Promise.resolve();
  const said = h("div", { "aria-live": "polite" });
  const kept = h("span", { class: "kept", role: "status" });
  const inputs = new Map(REPLIES.map((reply) => [reply, h("input", {
    type: "radio", name: id, id: `${id}-${reply}`, value: reply, checked: first.reply === reply, onchange: () => { fill(said); keep(); },
  })]));
  const evidence = h("textarea", { id: `${id}-evidence`, rows: "1", maxlength: "4000", "aria-describedby": `${id}-hint`, oninput: soon });
  evidence.value = first.evidence;
  const reply = () => REPLIES.find((one) => inputs.get(one).checked) || null;
  const changed = () => reply() !== stored.reply || evidence.value.trim() !== stored.evidence;

  function soon() {
    clearTimeout(waiting);
    kept.textContent = reply() ? "" : t("answer_first");
    waiting = setTimeout(keep, PAUSE);
  }
  function keep() {
    clearTimeout(waiting);
    turn = turn.then(send);
    return turn;
  }
  async function send() {
    if (asking || !reply() || !changed()) return;
    const values = { reply: reply(), evidence: evidence.value.trim(), note: stored.note };
    try {
      const { revision } = await save(first.id, { ...values, revision: stored.revision });
      stored = { ...stored, ...values, revision };
      kept.textContent = t("saved");
      draw();
    } catch (error) {
      if (error.status === CONFLICT) await clash(values);
      else fill(said, problem(error.message));
    }
  }
  async function clash(mine) {
    const now = await refresh(first.id);
    if (now.reply === mine.reply && now.evidence === mine.evidence) {
      stored = { ...stored, ...now };
      return;
    }
    asking = true;
    const spoken = (one) => [nameOf("reply", one.reply), one.evidence].filter(Boolean).join("；");
    const settle = (next) => () => {
      asking = false;
      fill(said);
      stored = { ...stored, ...now };
      if (next) show(next);
      inputs.get(reply()).focus();
      return keep();
    };
    fill(said, conflictBox(t("reply_conflict"), [[t("yours"), spoken(mine)], [t("theirs"), spoken(now)]],
      { keepMine: settle(null), takeTheirs: settle(now) }));
    said.querySelector("button").focus();
  }
  function show(one) {
    inputs.get(one.reply).checked = true;
    evidence.value = one.evidence;
  }
  function draw() {
    element.dataset.reply = stored.reply || "";
  }
  const element = h("fieldset", { class: "check", data: { check: first.id }, "aria-describedby": `${id}-hint` },
    h("legend", {}, h("span", { class: "badge force" }, t(`force_${first.force}`)), h("span", {}, first.text)),
    h("div", { class: "radios" }, REPLIES.map((one) => h("label", { class: `pick reply-${one}`, for: `${id}-${one}` }, inputs.get(one), h("span", {}, nameOf("reply", one))))),
    h("div", { class: "check-evidence" },
      h("label", { for: evidence.id }, t("what_shows")), evidence,
      h("p", { class: "field-help", id: `${id}-hint` }, first.hint && t("look_at", { words: first.hint })), kept),
    clauseMarks([{ clause_id: first.clause_id, mark: first.mark, text: first.quote }], { label: t("basis") }), said);
  element.addEventListener("focusout", () => { if (changed()) keep(); });
  draw();
  return {
    element, keep,
    unsaved: () => reply() != null && changed(),
    answered: () => reply() != null,
    focus: () => inputs.get(reply() || "yes").focus(),
  };
}
