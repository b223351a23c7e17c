// The task that is open: what the server last said of it, and every change, one after another.
import { apiOf } from "./places.js";
import { ask, get } from "./server.js";

/** `change(values)` sends with the revision that is shown; a function makes the values of the task as it is
 * when its turn comes. `reload()` reads what is stored now. */
export function taskDesk(way, task) {
  const watchers = new Set();
  const path = apiOf(way.company_id, "tasks", task.id);
  let turn = Promise.resolve();
  const desk = {
    way, path, task,
    key: way.company_id,
    watch: (changed) => watchers.add(changed),
    apply(next) {
      desk.task = next;
      for (const changed of watchers) changed(next);
      return next;
    },
    change(values) {
      const made = () => (typeof values === "function" ? values(desk.task) : values);
      const result = turn.then(async () => desk.apply(await ask("PATCH", path, { revision: desk.task.revision, ...made() })));
      turn = result.catch(() => {});
      return result;
    },
    reload: async () => desk.apply(await get(path)),
  };
  return desk;
}
