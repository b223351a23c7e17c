// What must be true for a task to be done, to tick off: each tick is stored with the task, for all to see.
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { CONFLICT } from "./server.js";

const TRIES = 3; // how often a tick is put on top of what others changed meanwhile

/** `{element, left()}`; `left()` gives the lines that are not ticked. */
export function doneWhen(desk) {
  const lines = desk.task.done_when;
  const said = h("div", { "aria-live": "polite" });
  const boxes = new Map(lines.map((line, at) => [line, h("input", {
    type: "checkbox", id: `done-${at}`, onchange: (event) => set(line, event.target.checked),
  })]));
  let waiting = 0;

  function draw(task) {
    if (waiting) return; // what was ticked since is still on its way
    for (const [line, box] of boxes) box.checked = task.ticked.includes(line);
  }
  async function set(line, on) {
    const values = (task) => ({ ticked: lines.filter((one) => (one === line ? on : task.ticked.includes(one))) });
    fill(said);
    waiting += 1;
    try {
      await kept(values);
    } catch (error) {
      fill(said, problem(error.message));
    } finally {
      waiting -= 1;
      draw(desk.task);
    }
  }
  /** Ticks on different lines go together, and the same tick twice is one: nobody is asked. */
  async function kept(values, tries = TRIES) {
    try {
      await desk.change(values);
    } catch (error) {
      if (error.status !== CONFLICT || tries < 2) throw error;
      await desk.reload();
      await kept(values, tries - 1);
    }
  }
  draw(desk.task);
  desk.watch(draw);
  return {
    element: [h("ul", { class: "ticks" }, lines.map((line, at) => h("li", {}, h("label", { for: `done-${at}` }, boxes.get(line), h("span", {}, line))))),
      h("p", { class: "field-help" }, t("ticks_help")), said],
    left: () => lines.filter((line) => !boxes.get(line).checked),
  };
}
