// How far a task is: four buttons; 不适用 asks why, 已完成 asks after what is not ticked, a clash shows both.
import { say } from "../draft/desk.js";
import { sheet } from "../draft/sheet.js";
import { sure } from "../library/dialog.js";
import { fill, h, problem } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { conflictBox } from "./fact_conflict.js";
import { CONFLICT } from "./server.js";

const STATES = ["todo", "doing", "done", "na"];

export function statePart(desk, list) {
  const said = h("div", { "aria-live": "polite" });
  const element = h("section", { class: "box state-box", "aria-labelledby": "state-title" });
  const inputs = new Map(STATES.map((state) => [state, h("input", {
    type: "radio", name: "state", id: `state-${state}`, value: state, onchange: () => choose(state),
  })]));

  async function choose(state) {
    const values = { state };
    if (state === "na") {
      const reason = await reasonOf(desk.task.reason);
      if (reason == null) return draw(desk.task);
      values.reason = reason;
    }
    const left = state === "done" ? list.left() : [];
    if (left.length && !await sure({ title: t("done_title"), words: left.join(" "), yes: t("done_yes"), mild: true })) return draw(desk.task);
    if (left.length) values.ticked = desk.task.done_when;
    return send(values);
  }
  async function send(values) {
    fill(said);
    try {
      await desk.change(values);
      say(t("state_kept", { title: desk.task.title, state: nameOf("state", values.state) }));
    } catch (error) {
      if (error.status === CONFLICT) await clash(values);
      else fill(said, problem(error.message));
      draw(desk.task, error.status === CONFLICT ? values.state : null);
    }
  }
  async function clash(values) {
    const now = await desk.reload();
    if (now.own_state === values.state) return;
    fill(said, conflictBox(t("task_conflict"), [
      [t("yours"), nameOf("state", values.state)],
      [t("theirs"), [nameOf("state", now.own_state), now.own_state === "na" && now.reason].filter(Boolean).join("："), ],
    ], { keepMine: () => send(values), takeTheirs: () => { fill(said); draw(desk.task); } }));
    said.querySelector("button").focus();
  }
  /** A task that the answers leave out has no state of its own. */
  const notNeeded = (task) => task.left_out !== null && task.own_state !== "na";
  function draw(task, wished = null) {
    for (const [state, input] of inputs) input.checked = state === (wished || task.own_state);
    fill(element, h("h2", { id: "state-title" }, t("state_title")),
      notNeeded(task) ? h("p", {}, t("not_needed", { why: task.left_out })) : [
        h("div", { class: "state-buttons", role: "radiogroup", "aria-labelledby": "state-title" }, STATES.map((state) =>
          h("label", { class: `state-pick state-pick-${state}`, for: `state-${state}` }, inputs.get(state), h("span", { class: `state state-${state}` }, nameOf("state", state))))),
        task.own_state === "na" && h("p", { class: "na-reason" }, h("strong", {}, t("na_because")), task.reason, " ",
          h("button", { type: "button", class: "link", onclick: () => choose("na") }, t("change_reason"))),
      ], said);
  }
  draw(desk.task);
  desk.watch((task) => {
    const focused = document.activeElement?.name === "state" ? document.activeElement : null;
    draw(task);
    focused?.focus();
  });
  return element;
}

/** Why a task does not apply; null when the person gives up. */
function reasonOf(present) {
  return new Promise((resolve) => {
    let given = null;
    const box = h("textarea", { id: "na-reason", rows: "3", maxlength: "4000", "aria-required": "true", "aria-describedby": "na-help na-error" });
    const error = h("p", { class: "field-error", id: "na-error", "aria-live": "polite" });
    box.value = present;
    const form = h("form", { id: "na-form", onsubmit: (event) => {
      event.preventDefault();
      if (!box.value.trim()) {
        error.textContent = t("na_needed");
        box.focus();
        return;
      }
      given = box.value.trim();
      dialog.close();
    } }, h("p", { class: "field-help", id: "na-help" }, t("na_help")), h("div", { class: "field" }, h("label", { for: "na-reason" }, t("na_label")), box, error));
    const dialog = sheet({ title: t("na_title"), content: form, buttons: [h("button", { class: "button primary", form: "na-form", id: "na-save" }, t("na_save"))] });
    dialog.addEventListener("close", () => resolve(given));
    box.focus();
  });
}
