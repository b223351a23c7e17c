// The words of the page in the language of this browser, and how numbers are written.

const config = JSON.parse(document.querySelector("script[type='application/json']").textContent);

export const { regions, limit, accept } = config;

export function language() {
  return document.documentElement.lang.startsWith("en") ? "en" : "zh";
}

/** The entry `key`; `{name}` in it is replaced by `values.name`. A missing entry shows its key. */
export function t(key, values) {
  const entry = config.texts[language()][key] ?? key;
  return values ? entry.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole) : entry;
}

/** The word for a value of `kind`, `status`, `authority`, `standing`, `state` …; the value itself when there is none. */
export const nameOf = (group, value) => config.texts[language()][`${group}_${value}`] ?? String(value);

export const valuesOf = (group) => Object.keys(config.texts.zh)
  .filter((key) => key.startsWith(`${group}_`))
  .map((key) => key.slice(group.length + 1));

/** Put the page's words into the elements that the server wrote. */
export function translate(root = document) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
    element.title = t(element.dataset.tLabel);
  }
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  const units = ["KB", "MB", "GB"];
  let value = count / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit += 1; }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export const count = (value) => Math.round(value).toLocaleString("en-US");

export function duration(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return t("seconds", { n: whole });
  if (whole < 3600) return t("minutes", { n: Math.floor(whole / 60), s: whole % 60 });
  return t("hours", { n: Math.floor(whole / 3600), m: Math.round((whole % 3600) / 60) });
}

export function day(iso) {
  const date = new Date(iso);
  const two = (part) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
