// What the page shows at this moment, in one place. Whoever changes it says what; whoever shows it is told.
import type { LayerName } from "./layers.ts";

export type Tab = "report" | "list" | "table" | "filters";
export type Theme = "auto" | "light" | "dark";

/** What is selected or pointed at. */
export type Target =
  | { kind: "incident"; row: number }
  | { kind: "cluster"; rows: number[] }
  | { kind: "place"; place: number }
  | { kind: "asset"; layer: number; row: number }
  | { kind: "footprint"; layer: number; row: number };

/** What is left out. Sets hold what is switched off, so that what is new is seen. */
export interface Filter {
  types: ReadonlySet<string>;
  statuses: ReadonlySet<string>;
  sources: ReadonlySet<string>;
  confidence: number;
  /** First and last day shown; null for no bound. */
  from: number | null;
  to: number | null;
  undated: boolean;
  unlocated: boolean;
}

export const ALL: Filter = {
  types: new Set(),
  statuses: new Set(),
  sources: new Set(),
  confidence: 0,
  from: null,
  to: null,
  undated: true,
  unlocated: true,
};

export interface State {
  tab: Tab;
  /** Which report is read; null for the list of reports. */
  report: number | null;
  selected: Target | null;
  hovered: Target | null;
  filter: Filter;
  hidden: ReadonlySet<LayerName>;
  sort: { column: string; down: boolean };
  theme: Theme;
  /** Zoom, longitude, latitude of the map's middle. */
  view: [number, number, number] | null;
}

type Listener = (state: State, before: State) => void;

export class Store {
  private listeners: [readonly (keyof State)[], Listener][] = [];
  constructor(private now: State) {}

  get state(): State {
    return this.now;
  }

  /** Calls back whenever one of the parts changes. */
  on(parts: readonly (keyof State)[], listener: Listener): void {
    this.listeners.push([parts, listener]);
  }

  set(change: Partial<State>): void {
    const before = this.now;
    this.now = { ...before, ...change };
    const changed = (Object.keys(change) as (keyof State)[]).filter((part) => before[part] !== this.now[part]);
    if (changed.length === 0) return;
    for (const [parts, listener] of this.listeners) {
      if (parts.some((part) => changed.includes(part))) listener(this.now, before);
    }
  }

  filter(change: Partial<Filter>): void {
    this.set({ filter: { ...this.now.filter, ...change } });
  }

  /** Points at something, unless it is pointed at already. */
  hover(target: Target | null): void {
    if (!same(this.now.hovered, target)) this.set({ hovered: target });
  }
}

export function same(one: Target | null, other: Target | null): boolean {
  return one === other || (one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other));
}
