// Which view the address asks for, the head of the page, and links that change the view in place.
import { announce, fill, h, problem } from "../library/dom.js";
import { language, t, translate } from "../library/words.js";
import { showCheck } from "./check.js";
import { showChecks } from "./checks.js";
import { showHistory } from "./history.js";
import { showInterview } from "./interview.js";
import { showOverview } from "./overview.js";
import { partsOf, startPlace } from "./places.js";
import { showPlan } from "./plan.js";
import { showStart } from "./start.js";
import { showTask } from "./task.js";

const main = document.getElementById("guide");
let here = null; // address whose view is shown
let view = null; // what it gave: `close()`, `unsaved()`, `moved(url)`
let turn = 0;

function opening(url) {
  const [company, which, one] = partsOf(url) || [];
  if (!company) return () => showStart(main, go);
  const views = {
    undefined: () => showOverview(main, company, go),
    interview: () => showInterview(main, company, url, go),
    tasks: () => showTask(main, company, one || ""),
    plan: () => showPlan(main, company),
    checks: () => (one ? showCheck(main, company, one, url, go) : showChecks(main, company, go)),
    history: () => showHistory(main, company),
  };
  return views[which] || views.undefined;
}

async function show(url, { focus = true } = {}) {
  const mine = ++turn;
  await view?.close?.();
  if (mine !== turn) return;
  view = null;
  here = url;
  main.setAttribute("aria-busy", "true");
  try {
    const opened = await opening(url)();
    if (mine === turn) view = opened;
    else opened?.close?.();
  } catch (error) {
    if (mine !== turn) return;
    if (!("status" in error)) console.error(error);
    fill(main, h("div", { class: "page" }, h("h1", {}, t("guide")), problem(error.message),
      h("p", { class: "back" }, h("a", { href: startPlace().href }, t("back_to_start")))));
  }
  if (mine !== turn) return;
  main.removeAttribute("aria-busy");
  const heading = main.querySelector("h1")?.textContent || t("guide");
  const company = main.querySelector("[data-company]")?.dataset.company || "";
  document.title = [...new Set([heading, company, t("guide"), t("title")])].filter(Boolean).join(" · ");
  if (!focus) return;
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  announce(heading);
}

/** Go to an address of the guide. `replace` keeps the view and changes only the address bar. */
function go(url, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", url);
    here = new URL(url);
    return;
  }
  history.pushState(null, "", url);
  moved(new URL(url));
}

function moved(url) {
  if (here?.pathname === url.pathname && view?.moved?.(url)) here = url;
  else show(url);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (link.id === "skip-link") {
    event.preventDefault();
    main.focus();
  } else if (partsOf(url)) {
    event.preventDefault();
    go(url);
  }
});
window.addEventListener("popstate", () => moved(new URL(location.href)));
window.addEventListener("beforeunload", (event) => { if (view?.unsaved?.()) event.preventDefault(); });

function speak() {
  translate();
  document.getElementById("language-switch").setAttribute("lang", language() === "en" ? "zh-CN" : "en");
}
document.getElementById("language-switch").addEventListener("click", () => {
  window.cqoLanguage.set(language() === "en" ? "zh-CN" : "en");
  speak();
  show(new URL(location.href), { focus: false });
});
document.getElementById("theme-switch").addEventListener("click", () => window.cqoTheme.change());

speak();
show(new URL(location.href), { focus: false });
