// The form of a document: its facts, what is already known of the company, clauses of other places; then the draft.
import { sure } from "../library/dialog.js";
import { announce, fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { checker } from "./checking.js";
import { companyPart } from "./company.js";
import { factFields } from "./fact_fields.js";
import { fromGuide } from "./from_guide.js";
import { make } from "./making.js";
import { forget, remember, remembered } from "./memory.js";
import { optionList } from "./options.js";
import { startPlace } from "./places.js";
import { proposals } from "./proposals.js";
import { get } from "./server.js";

export async function showForm(main, blueprint, url, go) {
  const plan = await get(`blueprints/${encodeURIComponent(blueprint)}`);
  const kept = remembered(blueprint);
  const chosen = { ...kept.chosen };
  const wrong = h("div", { class: "form-problems", "aria-live": "polite" });
  const bar = progressBar(plan, (name) => form.go(name), generate, discard);
  let problems = [];
  let writing = 0;
  let making = null;
  let known = null; // what the guide filled in

  const form = factFields(plan.facts, kept.facts, { prefix: "fact", changed });
  const state = () => ({ facts: form.values(), chosen });
  const check = checker(blueprint, form.values, shown);

  function changed() {
    clearTimeout(writing);
    writing = setTimeout(keep, 250);
    bar.show(form, problems);
    check.soon();
    known?.changed();
  }
  function keep() {
    clearTimeout(writing);
    bar.kept(remember(blueprint, state()));
  }
  function shown(answer) {
    problems = answer.problems || [];
    const others = form.problems(problems);
    fill(wrong, answer.failed && problem(answer.failed),
      [...others, ...(answer.unknown || [])].map((one) => h("p", { class: "caution" }, one.message)));
    bar.show(form, problems);
  }
  /** Put facts that are known from elsewhere into fields; those that a person filled in stay. */
  function take(facts, { over = false } = {}) {
    const taken = Object.keys(facts).filter((name) => form.fields.has(name) && facts[name] != null
      && (over || form.valueOf(name) === undefined));
    for (const name of taken) form.set(name, facts[name]);
    if (taken.length) changed();
    return taken;
  }
  async function discard() {
    if (!await sure({ title: t("discard_title"), words: t("discard_words"), yes: t("discard") })) return;
    for (const key of Object.keys(chosen)) delete chosen[key];
    for (const name of form.fields.keys()) form.set(name, undefined);
    forget(blueprint);
    drawOptions();
    changed();
    announce(t("discarded"));
  }
  async function generate() {
    await check.now();
    const missing = form.missing();
    if ((missing.length || problems.length) && !await sureOfGaps(missing, problems)) {
      const first = problems.find((one) => form.fields.has(one.name)) || missing[0];
      if (first) form.go(first.name);
      return;
    }
    keep();
    making = make(main, plan, state(), go);
    await making.done;
    making = null;
  }
  const options = h("div", {});
  const drawOptions = () => fill(options, plan.optional.length > 0 && optionList(plan.optional, {
    prefix: "option", stateOf: (one) => chosen[one.key] || null,
    choose: (one, value) => { if (value) chosen[one.key] = value; else delete chosen[one.key]; changed(); },
  }));
  drawOptions();
  const start = h("div", { class: "form-start" });

  fill(main, h("div", { class: "page form-page" },
    h("p", { class: "crumbs" }, h("a", { href: startPlace().href }, t("draft")), h("span", { "aria-hidden": "true" }, " / "), plan.code),
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, plan.title), h("p", { class: "lead" }, plan.purpose))),
    h("form", { class: "form-frame", novalidate: true, onsubmit: (event) => { event.preventDefault(); generate(); } },
      h("div", { class: "form-main" }, start, wrong, form.element, options),
      h("aside", { class: "form-side", "aria-label": t("progress") }, bar.element, outline(plan)))));
  bar.show(form, problems);
  if (Object.keys(kept.facts).length) {
    bar.kept(true);
    check.now();
  }
  const company = url.searchParams.get("company");
  await Promise.all([
    companyPart(start, { plan, form, take, from: url.searchParams.get("from"), company }),
    proposals(start, url.searchParams.get("conversation"), { blueprint, form, take }),
  ]);
  known = await fromGuide(start, { company, asked: url.searchParams.has("guide"), blueprint, form, take });
  const leaving = () => { if (!making) keep(); };
  window.addEventListener("pagehide", leaving);
  return {
    close: () => {
      window.removeEventListener("pagehide", leaving);
      if (writing && !making) keep();
      check.stop();
      making?.stop();
    },
  };
}

function sureOfGaps(missing, problems) {
  const words = [
    missing.length > 0 && t("missing_words", { n: missing.length, names: listed(missing.map((one) => one.label)) }),
    problems.length > 0 && t("problem_words", { n: problems.length, names: listed([...new Set(problems.map((one) => one.label))]) }),
    t("gaps_become_blanks"),
  ].filter(Boolean).join(" ");
  return sure({ title: t("gaps_title"), words, yes: t("make_anyway"), mild: true });
}

const listed = (names) => (names.length > 6 ? t("and_more", { names: names.slice(0, 6).join("、") }) : names.join("、"));

function outline(plan) {
  return h("details", { class: "outline" }, h("summary", {}, t("outline", { n: plan.sections.length })),
    h("ol", {}, plan.sections.map((one) => h("li", {}, one.title))),
    plan.attachments?.length > 0 && h("p", {}, t("with_attachments", { names: plan.attachments.join("、") })));
}

function progressBar(plan, jump, generate, discard) {
  const words = h("p", { class: "progress-words", id: "progress" });
  const meter = h("progress", { max: String(plan.facts.length), value: 0, "aria-labelledby": "progress" });
  const gaps = h("ul", { class: "gaps" });
  const kept = h("p", { class: "kept", role: "status" });
  const element = h("div", { class: "form-bar" }, words, meter, gaps,
    h("div", { class: "form-buttons" },
      h("button", { class: "button primary", id: "generate" }, t("generate")),
      h("button", { type: "button", class: "button quiet", id: "discard", onclick: discard }, t("discard"))),
    kept);
  return {
    element,
    show(form, problems) {
      const missing = form.missing();
      const all = plan.facts.length;
      const line = missing.length ? t("progress_missing", { n: form.filled(), all, missing: missing.length }) : t("progress_complete", { n: form.filled(), all });
      if (words.textContent !== line) words.textContent = line;
      meter.value = form.filled();
      const link = (one, wrong) => h("li", {}, h("button", { type: "button", class: wrong ? "gap gap-wrong" : "gap", onclick: () => jump(one.name) }, one.label));
      fill(gaps, problems.filter((one) => form.fields.has(one.name)).map((one) => link(one, true)), missing.map((one) => link(one, false)));
    },
    kept: (well) => { kept.textContent = t(well ? "kept" : "not_kept"); },
  };
}
