// The draft that is open: what the server last said of it, and every change, one after another.
import { announce, h } from "../library/dom.js";
import { t } from "../library/words.js";
import { ask, get } from "./server.js";

const SHOWN = 7000; // ms that a line at the foot of the page stays

export function openDesk(view, plan) {
  const watchers = new Set();
  const address = encodeURIComponent(view.id);
  let turn = Promise.resolve();
  const desk = {
    view, plan,
    specs: new Map(plan.facts.map((spec) => [spec.name, spec])),
    editors: new Set(), // open editors, each with `unsaved()`
    watch: (changed) => watchers.add(changed),
    apply(next) {
      desk.view = next;
      for (const changed of watchers) changed(next);
      return next;
    },
    /** Send a change of what is shown now; another one that is under way comes first. */
    change(method, path, body) {
      const send = async () => desk.apply(await ask(method, `${address}${path}`, { body: { revision: desk.view.revision, ...body } }));
      const result = turn.then(send);
      turn = result.catch(() => {});
      return result;
    },
    reload: async () => desk.apply(await get(address)),
    section: (id) => desk.view.sections.find((one) => one.id === id),
    address,
  };
  /** Change facts; null takes one away. Says how many sections followed and which did not. */
  desk.changeFacts = async (changes) => {
    const before = new Map(desk.view.sections.map((one) => [one.id, one]));
    const next = await desk.change("PATCH", "", { facts: { ...desk.view.facts, ...changes } });
    const followed = next.sections.filter((one) => before.get(one.id)?.text !== one.text).length;
    const stale = next.sections.filter((one) => one.stale && !before.get(one.id)?.stale).map((one) => one.title);
    say([followed ? t("facts_followed", { n: followed }) : t("facts_saved"), stale.length > 0 && t("facts_stale", { names: stale.join("、") })].filter(Boolean).join(" "));
    return next;
  };
  return desk;
}

let clearing = 0;

/** A line at the foot of the page that goes away by itself. */
export function say(words) {
  document.querySelector(".said")?.remove();
  const line = h("p", { class: "said" }, words);
  document.body.append(line);
  announce(words);
  clearTimeout(clearing);
  clearing = setTimeout(() => line.remove(), SHOWN);
}
