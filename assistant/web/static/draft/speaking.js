// A fact's value in words, for lists and proposals; the document's own wording comes from the server.
import { t } from "../library/words.js";
import { spokenDate } from "./time.js";

export function spokenValue(spec, value) {
  if (value == null || value === "") return "";
  const label = (one) => spec.options?.find((option) => option.value === one)?.label ?? String(one);
  switch (spec.type) {
    case "yes-no": return t(value === true ? "yes" : "no");
    case "choice": return label(value);
    case "choices": return [value].flat().map(label).join("、");
    case "date": return spokenDate(String(value));
    case "lines": return [value].flat().join("、");
    case "table": return t("rows", { n: value.length });
    case "count": return `${value}${spec.unit || ""}`;
    case "money": return `${value}元`;
    case "percent": return `${value}%`;
    default: return String(value);
  }
}
