// The incidents that the filter leaves: worked out once a change, for all that show them.
import type { Incident, Model } from "./data.ts";
import { shows } from "./filters.ts";
import type { Store } from "./state.ts";

export class Results {
  /** Rows of the layer, in its order. */
  rows: number[] = [];
  /** How many of them have a place on the map. */
  located = 0;
  /** How many of them have no date. */
  undated = 0;
  private listeners: (() => void)[] = [];

  constructor(
    private readonly model: Model,
    private readonly store: Store,
  ) {
    this.find();
    store.on(["filter"], () => {
      this.find();
      for (const listener of this.listeners) listener();
    });
  }

  on(listener: () => void): void {
    this.listeners.push(listener);
  }

  incidents(): Incident[] {
    return this.rows.flatMap((row) => this.model.incidents[row] ?? []);
  }

  has(row: number): boolean {
    const incident = this.model.incidents[row];
    return incident !== undefined && shows(this.store.state.filter, incident);
  }

  private find(): void {
    const { filter } = this.store.state;
    this.rows = [];
    this.located = 0;
    this.undated = 0;
    for (const incident of this.model.incidents) {
      if (!shows(filter, incident)) continue;
      this.rows.push(incident.row);
      this.located += Number(incident.at !== null);
      this.undated += Number(incident.first === null);
    }
  }
}
