// What a screen reader says when something changed that is only seen.
import { byId } from "./dom.ts";
import { inert } from "./text.ts";

let waiting = 0;

/** Says something, once things have come to rest. */
export function announce(text: string): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    byId("live").textContent = inert(text);
  }, 250);
}
