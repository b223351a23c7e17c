// Parts of a text by character, as the server counts: rare characters are two units in a browser's strings.

/** A function `(start, end) => text` over code points. */
export function slicer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
}
