// What the company writes about a task: note, owner, days. Saved as one goes; a clash shows both values.
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { conflictBox } from "./fact_conflict.js";
import { CONFLICT } from "./server.js";

const PAUSE = 900; // ms after the last key

export function recordPart(desk) {
  const note = h("textarea", { id: "task-note", rows: "5", maxlength: "4000", oninput: soon, "aria-describedby": "note-help" });
  const owner = h("input", { id: "task-owner", type: "text", maxlength: "60", autocomplete: "off", oninput: soon });
  const days = h("input", { id: "task-days", type: "text", inputmode: "numeric", maxlength: "3", autocomplete: "off", oninput: soon, "aria-describedby": "days-help days-error" });
  const error = h("p", { class: "field-error", id: "days-error", "aria-live": "polite" });
  const kept = h("p", { class: "kept", role: "status" });
  const said = h("div", { "aria-live": "polite" });
  const parts = [
    part("note", "note", note),
    part("owner", "own_owner", owner),
    part("days", "own_days", days),
  ];
  let base = desk.task; // what the fields were filled from
  let waiting = 0;
  let asking = false; // both values are shown, nothing is sent before one is chosen
  let turn = Promise.resolve();

  const changed = () => parts.filter((one) => one.read() !== one.of(base).trim());
  function soon() {
    kept.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  }
  function checked() {
    const typed = days.value.trim();
    const wrong = typed && !(/^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 250);
    error.textContent = wrong ? t("days_wrong") : "";
    if (wrong) days.setAttribute("aria-invalid", "true");
    else days.removeAttribute("aria-invalid");
    return !wrong;
  }
  function keep() {
    clearTimeout(waiting);
    turn = turn.then(() => send(changed().filter((one) => one.name !== "days" || checked())));
    return turn;
  }
  async function send(ones, beside = false) {
    if (asking || !ones.length) return;
    const values = Object.fromEntries(ones.map((one) => [one.name, one.name === "days" ? Number(one.read()) || null : one.read()]));
    const typed = new Map(ones.map((one) => [one.name, one.read()]));
    fill(said);
    try {
      const task = await desk.change(values);
      base = agreed(task, ones);
      kept.textContent = t(beside ? "saved_beside" : "saved");
      if (ones.some((one) => one.read() !== typed.get(one.name))) soon();
    } catch (failure) {
      if (failure.status === CONFLICT) await clash(ones);
      else fill(said, problem(failure.message));
    }
  }
  /** Somebody else changed the task: what they wrote in these fields beside what stands here. */
  async function clash(ones) {
    const now = await desk.reload();
    const both = ones.filter((one) => one.of(now) !== one.of(base) && one.of(now) !== one.read());
    if (!both.length) { // they changed something else: both can stand
      base = now;
      await send(ones, true);
      return;
    }
    asking = true;
    const pairs = both.flatMap((one) => [
      [t("your_part", { part: t(`record_${one.name}`) }), one.read() || t("empty_value")],
      [t("their_part", { part: t(`record_${one.name}`) }), one.of(now) || t("empty_value")],
    ]);
    fill(said, conflictBox(t("task_conflict"), pairs, {
      keepMine: () => settle(now, []),
      takeTheirs: () => settle(now, both),
    }));
    said.querySelector("button").focus();
  }
  function settle(now, theirs) {
    asking = false;
    fill(said);
    base = now;
    fillIn(now, theirs);
    note.focus();
    return send(changed());
  }
  /** What was agreed on with the server: `task` in these parts, what the fields came from in the others. */
  const agreed = (task, ones) => ({ ...base, ...Object.fromEntries(ones.map((one) => [one.key, task[one.key]])) });
  function fillIn(task, ones = parts) {
    for (const one of ones) one.input.value = one.of(task);
    owner.placeholder = task.owner;
    days.placeholder = String(task.days[1]);
  }
  fillIn(base);
  desk.watch((task) => { // another part of the page changed or reloaded it
    const mine = new Set(changed());
    const quiet = parts.filter((one) => !mine.has(one));
    if (!asking) fillIn(task, quiet);
    base = agreed(task, quiet);
  });
  const element = h("section", { class: "box record", "aria-labelledby": "record-title" },
    h("h2", { id: "record-title" }, t("record")),
    h("div", { class: "field" }, h("label", { for: "task-owner" }, t("record_owner")), owner),
    h("div", { class: "field" }, h("label", { for: "task-days" }, t("record_days")),
      h("p", { class: "field-help", id: "days-help" }, t("days_help")), h("div", { class: "with-unit" }, days, h("span", { class: "unit" }, t("working_days"))), error),
    h("div", { class: "field" }, h("label", { for: "task-note" }, t("record_note")),
      h("p", { class: "field-help", id: "note-help" }, t("note_help")), note),
    kept, said);
  element.addEventListener("focusout", () => { if (changed().length) keep(); });
  const hidden = () => { if (document.visibilityState === "hidden") keep(); };
  document.addEventListener("visibilitychange", hidden);
  return {
    element,
    unsaved: () => changed().length > 0,
    close: () => { document.removeEventListener("visibilitychange", hidden); return keep(); },
  };
}

/** A field of the record: `of` what a task holds, `read` what stands in the field. `key` is the task's own name. */
const part = (name, key, input) => ({
  name, key, input,
  of: (task) => (task[key] == null ? "" : String(task[key])),
  read: () => input.value.trim(),
});
