// What all parts of the page share.
import type { Model } from "./data.ts";
import type { Results } from "./results.ts";
import type { Store } from "./state.ts";

export interface Context {
  model: Model;
  store: Store;
  results: Results;
  /** The colour of an event type. */
  color: (type: string) => string;
  assetColor: (status: string) => string;
}
