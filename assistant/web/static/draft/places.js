// Addresses: of the drafting page and of its API.

const root = new URL(document.baseURI);

export const api = (path, query) => {
  const url = new URL(`api/v1/drafts/${path}`, root);
  for (const [name, value] of Object.entries(query || {})) {
    if (value !== "" && value != null) url.searchParams.set(name, value);
  }
  return url;
};

export const guideFacts = (company, blueprint) =>
  new URL(`api/v1/guide/${encodeURIComponent(company)}/facts/${encodeURIComponent(blueprint)}`, root);
export const startPlace = () => new URL("draft", root);
export const draftPlace = (id) => new URL(`draft/${encodeURIComponent(id)}`, root);

/** The form of a blueprint; `from` is a draft whose facts are offered. */
export function formPlace(blueprint, from) {
  const url = new URL(`draft/new/${encodeURIComponent(blueprint)}`, root);
  if (from) url.searchParams.set("from", from);
  return url;
}

/** Parts of the path below `draft`: `[]`, `["new", "BLUEPRINT"]`, `["DRAFT"]`; null elsewhere. */
export function partsOf(url) {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  const [first, ...rest] = url.pathname.slice(root.pathname.length).split("/").filter(Boolean);
  return first === "draft" ? rest.map(decodeURIComponent) : null;
}
