// Elements of the page, made one by one: words are always text, never markup.

/** An element. `props`: `onclick` … listeners, `class`, `data`, other names as attributes or properties. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "value" || typeof value === "function") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  put(element, children);
  return element;
}

export function put(element, children) {
  element.append(...[children].flat(Infinity).filter((one) => one != null && one !== false && one !== ""));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  return put(element, children);
}

/** Scroll `frame` so that `target` is seen, with `share` of the frame above it; nothing outside the
 * frame moves. What was never drawn has a guessed height, so the place is looked at again. */
export function reveal(frame, target, share = 0.3, tries = 4) {
  if (!frame || !target?.isConnected) return;
  const inside = target.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  const seen = inside.top >= around.top && Math.min(inside.bottom, inside.top + 60) <= around.bottom;
  if (!around.height || (seen && tries === 4)) return;
  frame.scrollTop += inside.top - around.top - frame.clientHeight * share;
  if (tries > 0) requestAnimationFrame(() => again(frame, target, share, tries - 1));
}

function again(frame, target, share, tries) {
  const off = target.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight * share;
  const end = frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2;
  if (Math.abs(off) > 4 && !(off > 0 && end)) reveal(frame, target, share, tries);
}

/** Say something to readers of screens. */
export function announce(words) {
  const place = document.querySelector("body > [role=status]");
  if (place) place.textContent = words;
}

/** A line that says what went wrong. */
export const problem = (words) => h("p", { class: "problem", role: "alert" }, words);
