// Dates as people write them, and moments of this machine's clock.

const two = (part) => String(part).padStart(2, "0");
const WIDE = /[０-９]/g;
const WRITTEN = [
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/** `2026-03-01` of a date as typed (2026年3月1日, 2026/3/1, 20260301); empty when it is no date. */
export function isoDate(words) {
  const plain = words.replace(WIDE, (one) => one.codePointAt(0) - 0xff10).replace(/\s/g, "");
  const found = WRITTEN.map((one) => one.exec(plain)).find(Boolean);
  if (!found) return "";
  const [year, month, day] = found.slice(1).map(Number);
  const real = month >= 1 && month <= 12 && day >= 1 && day <= new Date(year, month, 0).getDate();
  return real ? `${found[1]}-${two(month)}-${two(day)}` : "";
}

/** A date as a document writes it. */
export function spokenDate(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : iso;
}

export function moment(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
