// Addresses: of the guide's pages, of its API, and of what a task leads to.

const root = new URL(document.baseURI);
const part = encodeURIComponent;

/** `path` is already encoded; the address of the list ends with a slash. */
export const api = (path = "", query) => {
  const url = new URL(`api/v1/guide/${path}`, root);
  for (const [name, value] of Object.entries(query || {})) {
    if (value !== "" && value != null) url.searchParams.set(name, value);
  }
  return url;
};

/** Path of the API below a company. */
export const apiOf = (way, ...rest) => [way, ...rest].map(part).join("/");

export const startPlace = () => new URL("guide", root);
export const wayPlace = (key, ...rest) => new URL(`guide/${[key, ...rest].map(part).join("/")}`, root);
export const taskPlace = (key, task) => wayPlace(key, "tasks", task);
export const checkPlace = (key, assessment, view = "") => {
  const url = wayPlace(key, "checks", assessment);
  if (view) url.searchParams.set("view", view);
  return url;
};

export const questionPlace = (key, question) => {
  const url = wayPlace(key, "interview");
  if (question) url.searchParams.set("q", question);
  return url;
};

/** The chat with a question in its box; nothing is sent. */
export const chatWith = (question) => new URL(`?q=${part(question)}`, root);
/** The form of a document (`{id, from_guide}`) of the company, which the guide gives facts for where it knows some. */
export const draftOf = (one, company) => new URL(`draft/new/${part(one.id)}?company=${part(company)}${one.from_guide ? "&guide=1" : ""}`, root);
export const openDraft = (draft) => new URL(`draft/${part(draft)}`, root);
export const draftsApi = () => new URL("api/v1/drafts/", root);

/** Parts of the path below `guide`: `[]`, `[COMPANY]`, `[COMPANY, "tasks", TASK]` …; null elsewhere. */
export function partsOf(url) {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  const [first, ...rest] = url.pathname.slice(root.pathname.length).split("/").filter(Boolean);
  return first === "guide" ? rest.map(decodeURIComponent) : null;
}
