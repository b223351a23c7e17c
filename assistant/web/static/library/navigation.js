// The script of a page: which view the address asks for, links that change it in place, the switches in its head.
import { announce, fill, h, problem } from "./dom.js";
import { language, t, translate } from "./words.js";

/** Start the page. `main` holds the view; `partsOf(url)` is null for addresses of other pages.
 *
 * `opening(url, go)` gives `[tab, open]`: `open()` shows the view and gives what it is: `close()`, `unsaved()`,
 * `leave()`, which asks whether what is not saved may go, and `moved(url)`, which says that it went along.
 * `title(heading, tab)` is for the window; `back` leads out of a view that could not be shown. Gives `go`. */
export function navigate({ main, page, partsOf, opening, title, back }) {
  let here = null; // address whose view is shown
  let view = null;
  let turn = 0;

  async function show(url, { focus = true } = {}) {
    const mine = ++turn;
    await view?.close?.();
    if (mine !== turn) return;
    view = null;
    here = url;
    const [tab, open] = opening(url, go);
    for (const link of document.querySelectorAll(`#${page}-header [data-tab]`)) {
      if (link.dataset.tab === tab) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    main.setAttribute("aria-busy", "true");
    try {
      const opened = await open();
      if (mine === turn) view = opened;
      else opened?.close?.();
    } catch (error) {
      if (mine !== turn) return;
      if (!("status" in error) && error.name !== "AbortError") console.error(error);
      fill(main, h("div", { class: "page" }, h("h1", {}, t(page)), problem(error.message), h("p", { class: "back" }, h("a", { href: back.href }, back.words()))));
    }
    if (mine !== turn) return;
    main.removeAttribute("aria-busy");
    const heading = main.querySelector("h1")?.textContent || t(page);
    document.title = [...new Set([...title(heading, tab), t(page), t("title")])].filter(Boolean).join(" · ");
    if (!focus) return;
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    announce(heading);
  }

  /** Go to an address of the page. `replace` keeps the view and changes only the address bar; `asked`: the
   * person was asked already. */
  async function go(url, { replace = false, asked = false } = {}) {
    if (replace) {
      history.replaceState(null, "", url);
      here = new URL(url);
    } else if (asked || await mayLeave()) {
      history.pushState(null, "", url);
      moved(new URL(url));
    }
  }
  const mayLeave = async () => !view?.leave || !view.unsaved() || view.leave();

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
  window.addEventListener("popstate", async () => {
    const url = new URL(location.href);
    if (await mayLeave()) moved(url);
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
  return go;
}
