// Which view the address asks for, the head of the page, and links that change the view in place.
import { announce, fill, h, problem } from "../library/dom.js";
import { language, t, translate } from "../library/words.js";
import { showDraft } from "./draft.js";
import { showForm } from "./form.js";
import { partsOf, startPlace } from "./places.js";
import { showStart } from "./start.js";

const main = document.getElementById("draft");
let here = null; // address whose view is shown
let view = null; // what it gave: `close()`, `unsaved()`, `leave()` which asks
let turn = 0;

function opening(url) {
  const [first, second] = partsOf(url) || [];
  if (!first) return () => showStart(main, url, go);
  if (first === "new" && second) return () => showForm(main, second, url, go);
  return () => showDraft(main, first, url, go);
}

async function show(url, { focus = true } = {}) {
  const mine = ++turn;
  view?.close?.();
  view = null;
  here = url;
  main.setAttribute("aria-busy", "true");
  try {
    const opened = await opening(url)();
    if (mine === turn) view = opened;
    else opened?.close?.();
  } catch (error) {
    if (mine !== turn) return;
    if (!error.status && error.name !== "AbortError" && error.constructor === TypeError) console.error(error);
    fill(main, h("div", { class: "page" }, h("h1", {}, t("draft")), problem(error.message),
      h("p", { class: "back" }, h("a", { href: startPlace().href }, t("back_to_start")))));
  }
  if (mine !== turn) return;
  main.removeAttribute("aria-busy");
  const heading = main.querySelector("h1")?.textContent || t("draft");
  document.title = [heading === t("draft") ? "" : heading, t("draft"), t("title")].filter(Boolean).join(" · ");
  if (!focus) return;
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  announce(heading);
}

/** Go to an address of the page. `replace` keeps the view and changes only the address bar. */
async function go(url, { replace = false, asked = false } = {}) {
  if (replace) {
    history.replaceState(null, "", url);
    here = new URL(url);
  } else if (asked || await mayLeave()) {
    history.pushState(null, "", url);
    show(new URL(url));
  }
}

const mayLeave = async () => !view?.unsaved?.() || await view.leave();

document.addEventListener("click", async (event) => {
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
window.addEventListener("popstate", async () => {
  const back = new URL(location.href);
  if (await mayLeave()) show(back);
  else history.pushState(null, "", here);
});
window.addEventListener("beforeunload", (event) => { if (view?.unsaved?.()) event.preventDefault(); });

function speak() {
  translate();
  document.getElementById("language-switch").setAttribute("lang", language() === "en" ? "zh-CN" : "en");
}
document.getElementById("language-switch").addEventListener("click", async () => {
  if (!await mayLeave()) return;
  window.cqoLanguage.set(language() === "en" ? "zh-CN" : "en");
  speak();
  show(new URL(location.href), { focus: false });
});
document.getElementById("theme-switch").addEventListener("click", () => window.cqoTheme.change());

speak();
show(new URL(location.href), { focus: false });
