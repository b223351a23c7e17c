// Before anything is drawn: light or dark, and the language of Gradio's own words.
"use strict";

window.cqoTheme = (() => {
  const KEY = "cqo-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const isDark = () => (chosen() ? chosen() === "dark" : system.matches);

  function apply() {
    const dark = isDark();
    for (const element of [document.documentElement, document.body]) {
      if (element && element.classList.contains("dark") !== dark) {
        element.classList.toggle("dark", dark);
      }
    }
  }

  // A choice that agrees with the system is forgotten, so that the page follows the system again.
  function change() {
    const dark = !isDark();
    try {
      if (dark === system.matches) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, dark ? "dark" : "light");
    } catch { /* storage is off: the choice holds for nothing longer than this page */ }
    apply();
  }

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    // Gradio sets the class by the system alone; the choice made here wins.
    new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  });
  return { change };
})();

// Gradio takes its own few words from the browser's language; the page has a language of its own.
window.cqoLanguage = (() => {
  const KEY = "cqo-language";
  let language = "zh-CN";
  try { language = localStorage.getItem(KEY) || language; } catch { /* Chinese then */ }
  document.documentElement.lang = language;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
  return {
    set(value) {
      document.documentElement.lang = language = value;
      try { localStorage.setItem(KEY, value); } catch { /* for this page only */ }
    },
  };
})();
