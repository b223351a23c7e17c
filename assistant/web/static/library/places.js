// Addresses: of the pages of the library, of the chat, of the API.

const root = new URL(document.baseURI);

export const api = (path, query) => {
  const url = new URL(`api/v1/library/${path}`, root);
  for (const [name, value] of Object.entries(query || {})) {
    for (const one of [value].flat()) if (one !== "" && one != null) url.searchParams.append(name, one);
  }
  return url;
};

export const listPlace = (query = "") => new URL(`library${query}`, root);
export const uploadsPlace = () => listPlace("?view=uploads");
export const uploadPlace = (id) => new URL(`library/uploads/${encodeURIComponent(id)}`, root);
export const searchPlace = (q) => listPlace(`?view=search&q=${encodeURIComponent(q)}`);
export const chatPlace = (about) => new URL(about ? `?about=${encodeURIComponent(about)}` : ".", root);

/** The page of a text, or of a clause by its id (`SOURCE#PATH`). */
export function sourcePlace(id) {
  const [source, path] = splitId(id);
  const url = new URL(`library/${encodeURIComponent(source)}`, root);
  if (path) url.hash = fragment(path);
  return url;
}

export function splitId(id) {
  const at = id.indexOf("#");
  return at < 0 ? [id, ""] : [id.slice(0, at), id.slice(at + 1)];
}

export const fragment = (path) => encodeURIComponent(path).replaceAll("%2F", "/").replaceAll("%2C", ",");

export function clausePath(url) {
  try { return decodeURIComponent(url.hash.slice(1)); } catch { return ""; }
}

/** Parts of the path below `library`: `[]`, `["SOURCE"]`, `["uploads", "JOB"]`; null elsewhere. */
export function partsOf(url) {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  const [first, ...rest] = url.pathname.slice(root.pathname.length).split("/").filter(Boolean);
  return first === "library" ? rest.map(decodeURIComponent) : null;
}
