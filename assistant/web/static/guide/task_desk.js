// The task that is open: what the server last said of it, and every change, one after another.
import { apiOf } from "./places.js";
import { ask, get } from "./server.js";

/** `change(values)` sends with the revision that is shown; `reload()` reads what is stored now. */
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
      const result = turn.then(async () => desk.apply(await ask("PATCH", path, { revision: desk.task.revision, ...values })));
      turn = result.catch(() => {});
      return result;
    },
    reload: async () => desk.apply(await get(path)),
  };
  return desk;
}
