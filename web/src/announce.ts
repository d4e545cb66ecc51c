// What a screen reader says when something changed that is only seen.
import { byId } from "./dom.ts";

let waiting = 0;

/** Says something, once things have come to rest. */
export function announce(text: string): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    byId("live").textContent = text;
  }, 250);
}
