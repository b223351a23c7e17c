// What the server says of facts while they are typed.
import { ask } from "./server.js";

const PAUSE = 450; // ms after the last key

/** `soon()` asks after a pause; `now()` at once. `show(answer)` gets the answer to the newest question only. */
export function checker(blueprint, facts, show) {
  let waiting = 0;
  let asked = null;
  async function now() {
    clearTimeout(waiting);
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await ask("POST", "check", { body: { blueprint, facts: facts() }, signal });
      if (!signal.aborted) show(answer);
      return answer;
    } catch (error) {
      if (error.name === "AbortError") return null;
      show({ problems: [], missing: [], unknown: [], failed: error.message });
      return null;
    }
  }
  return {
    now,
    soon: () => { clearTimeout(waiting); waiting = setTimeout(now, PAUSE); },
    stop: () => { clearTimeout(waiting); asked?.abort(); },
  };
}
