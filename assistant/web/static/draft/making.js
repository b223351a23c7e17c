// A draft while it is made: its sections appear one by one, then its own page opens.
import { announce, fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { handOver } from "./draft.js";
import { forget } from "./memory.js";
import { draftPlace } from "./places.js";
import { lines } from "./server.js";

/** A section before the whole is numbered: its words, line by line, without the marks of the text form. */
function preview(section) {
  const lines = section.text.split("\n").map((line) => line
    .replace(/\[\[[^\]]*\]\]|<#[\w-]+>/g, "").replace(/<@[^>]*>/g, "……")
    .replace(/^(?:##|§|--?|>) /, "").replace(/^\|=? ?| ?\|$/g, "").replaceAll(" | ", "　").trim());
  return [h("h3", { class: "block heading heading-1" }, section.title), lines.filter(Boolean).map((line) => h("p", { class: "block paragraph" }, line))];
}

/** `done` when the draft is there or could not be made; `stop()` gives up. */
export function make(main, plan, { facts, chosen }, go) {
  const gone = new AbortController();
  const form = [...main.childNodes];
  const body = h("div", { class: `sheet making style-${plan.style}`, "aria-busy": "true" });
  const words = h("p", { class: "lead", role: "status" }, t("making", { n: 0, all: plan.sections.length }));
  const top = window.scrollY;
  fill(main, h("div", { class: "page draft-page" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, plan.title), words)), body));
  window.scrollTo(0, 0);

  async function run() {
    let made = 0;
    try {
      for await (const line of lines("", { query: { stream: 1 }, body: { blueprint: plan.id, facts, chosen }, signal: gone.signal })) {
        if (line.error) throw new Error(line.error);
        if (line.section) {
          made += 1;
          words.textContent = t("making", { n: made, all: plan.sections.length });
          body.append(h("section", { class: "row arriving" }, h("div", { class: "leaf" }, preview(line.section))));
        } else if (line.draft) {
          forget(plan.id);
          handOver(line.draft);
          announce(t("made"));
          go(draftPlace(line.draft.id), { asked: true });
          return;
        }
      }
      throw new Error(t("failure"));
    } catch (error) {
      if (gone.signal.aborted) return;
      fill(main, form);
      main.querySelector(".form-problems").append(problem(error.message));
      window.scrollTo(0, top);
      main.querySelector(".form-problems").scrollIntoView({ block: "center" });
    }
  }
  return { done: run(), stop: () => gone.abort() };
}
