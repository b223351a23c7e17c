// A date: typed as people write it, or picked from the browser's calendar.
import { h } from "../library/dom.js";
import { t } from "../library/words.js";
import { isoDate, spokenDate } from "./time.js";

export function date(spec, { id, described, changed, label }) {
  const input = h("input", {
    id, type: "text", autocomplete: "off", inputmode: "text", placeholder: label ? "2026-03-01" : t("date_example"), "aria-describedby": described,
    "aria-label": label, "aria-required": spec.required ? "true" : null, oninput: changed, onchange: speak,
  });
  const calendar = h("input", {
    type: "date", class: "calendar", tabindex: "-1", "aria-hidden": "true",
    onchange: () => { input.value = spokenDate(calendar.value); changed(); input.focus(); },
  });
  const open = h("button", { type: "button", class: "calendar-button", "aria-label": t("pick_date"), title: t("pick_date"), onclick: pick });

  function speak() {
    const iso = isoDate(input.value);
    if (iso) input.value = spokenDate(iso);
  }
  function pick() {
    calendar.value = isoDate(input.value);
    try { calendar.showPicker(); } catch { input.focus(); }
  }
  return {
    element: h("div", { class: "date-box" }, input, calendar, open),
    get: () => isoDate(input.value) || input.value.trim() || undefined,
    set: (value) => { input.value = value ? spokenDate(String(value)) : ""; },
    focus: () => input.focus(),
  };
}
