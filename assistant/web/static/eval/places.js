// Addresses: of the pages of the evaluation and of its API.

const root = new URL(document.baseURI);

export function api(path, query) {
  const url = new URL(`api/v1/${path}`, root);
  for (const [name, value] of Object.entries(query || {})) if (value) url.searchParams.set(name, value);
  return url;
}

export const resultsPlace = (query) => {
  const url = new URL("eval", root);
  for (const [name, value] of Object.entries(query || {})) if (value) url.searchParams.set(name, value);
  return url;
};
export const feedbackPlace = () => new URL("eval?view=feedback", root);
export const candidatePlace = (id) => new URL(`eval/${encodeURIComponent(id)}`, root);

/** Parts of the path below `eval`: `[]`, `["CANDIDATE"]`; null elsewhere. */
export function partsOf(url) {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  const [first, ...rest] = url.pathname.slice(root.pathname.length).split("/").filter(Boolean);
  return first === "eval" ? rest.map(decodeURIComponent) : null;
}
