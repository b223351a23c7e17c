// The interview: one question at a time, saved while it is answered; at its end what was said and what is open.
import { announce, fill, h } from "../library/dom.js";
import { nameOf, t } from "../library/words.js";
import { companyHead } from "./frame.js";
import { interviewEnd } from "./interview_end.js";
import { apiOf, questionPlace } from "./places.js";
import { questionCard } from "./question.js";
import { ask, get } from "./server.js";

export const END = "end";

/** How a question stands: answered, partly, skipped, open. A name that was given before the interview does not count. */
export function standing(question) {
  const given = Object.keys(question.values).filter((name) => name !== "company_name");
  if (given.length) return question.facts.every((one) => one.name in question.values) ? "answered" : "partly";
  return question.skipped ? "skipped" : "open";
}

export async function showInterview(main, key, url, go) {
  const way = await get(apiOf(key));
  let talk = await get(apiOf(key, "interview"));
  let card = null;
  const typed = new Map(); // by question: what could not be saved and is still there when one comes back
  const dots = h("ol", { class: "dots" });
  const place = h("div", { class: "talk" });

  const asked = (at) => at.searchParams.get("q");
  const known = (id) => id === END || talk.questions.some((one) => one.id === id);
  const first = () => talk.questions.find((one) => standing(one) === "open")?.id || END;
  let here = known(asked(url)) ? asked(url) : first();

  /** What the server says after an answer; the question that is open keeps what is typed in it. */
  function told(next) {
    talk = next;
    drawDots();
    card?.told?.(next);
  }
  function drawDots() {
    fill(dots, talk.questions.map((one, at) => {
      const state = standing(one);
      const words = t("dot", { n: at + 1, ask: one.ask, state: nameOf("asked", state) });
      return h("li", {}, h("a", {
        class: `dot dot-${state}`, href: questionPlace(key, one.id).href, "aria-label": words, title: words,
        "aria-current": one.id === here ? "step" : null,
      }, h("span", { "aria-hidden": "true" }, at + 1)));
    }), h("li", {}, h("a", { class: "dot dot-end", href: questionPlace(key, END).href, "aria-current": here === END ? "step" : null }, t("dot_end"))));
  }
  async function draw(focus) {
    const at = talk.questions.findIndex((one) => one.id === here);
    card = at < 0
      ? interviewEnd(way, talk, { standing })
      : questionCard(talk, at, {
        typed: typed.get(here),
        save: async (facts, before) => told(await ask("POST", apiOf(key, "interview"), { facts, before })),
        skip: async (skipped) => told(await ask("POST", apiOf(key, "interview", here, "skip"), { skipped })),
        refresh: async () => { talk = await get(apiOf(key, "interview")); drawDots(); return talk; },
        go: (step) => to(talk.questions[at + step]?.id || END),
      });
    drawDots();
    const before = talk.questions[at - 1];
    fill(place, before?.spoken && h("p", { class: "said-before" }, h("span", {}, t("said_before", { words: before.spoken })), h("a", { href: questionPlace(key, before.id).href }, t("change_answer"))), card.element);
    const heading = place.querySelector("h2");
    if (focus) {
      window.scrollTo(0, 0);
      heading.focus();
      announce(heading.textContent);
    }
  }
  async function leave() {
    await card?.close?.();
    if (card?.typed) typed.set(here, card.typed());
  }
  const to = (id) => go(questionPlace(key, id));

  fill(main, h("div", { class: "page interview-page" },
    companyHead(way, "interview", t("tab_interview"), t("interview_lead", { n: talk.total })),
    h("nav", { class: "dots-frame", "aria-label": t("questions") }, dots), place));
  draw(false);

  return {
    moved(next) {
      const id = known(asked(next)) ? asked(next) : first();
      leave().then(() => { here = id; draw(true); });
      return true;
    },
    unsaved: () => card?.unsaved?.() || false,
    close: () => card?.close?.(),
  };
}
