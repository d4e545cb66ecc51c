// The card over the map: what is known of what was selected.

import { announce } from "../announce.ts";
import type { Context } from "../context.ts";
import { button, byId, type Child, fill, h } from "../dom.ts";
import type { Target } from "../state.ts";
import { called } from "../targets.ts";
import { assetCard } from "./asset.ts";
import { clusterCard } from "./cluster.ts";
import { incidentCard } from "./incident.ts";
import { footprintCard, placeCard } from "./place.ts";

/** A card's title, with its symbol, and what it says. */
export interface Content {
  sign: Node | null;
  title: string;
  kicker: Child;
  body: Child[];
}

export class Card {
  private readonly root = byId("card");
  private opener: HTMLElement | null = null;

  constructor(private readonly context: Context) {
    const { store, results } = context;
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-labelledby", "card-title");
    store.on(["selected"], ({ selected }, before) => {
      if (selected && !before.selected) this.opener = document.activeElement as HTMLElement | null;
      this.show(selected);
    });
    results.on(() => this.step());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && store.state.selected) this.close();
    });
    this.show(store.state.selected);
  }

  /** Closes, and gives the focus back to where it was opened from. */
  close(): void {
    const inside = this.root.contains(document.activeElement);
    this.context.store.set({ selected: null });
    if (inside) (this.opener?.isConnected ? this.opener : byId("map")).focus();
  }

  private show(target: Target | null): void {
    this.root.hidden = target === null;
    document.documentElement.classList.toggle("has-card", target !== null);
    if (!target) {
      fill(this.root);
      return;
    }
    const { sign, title, kicker, body } = content(this.context, target);
    fill(
      this.root,
      h(
        "header",
        { class: "card-head" },
        sign,
        h(
          "div",
          { class: "card-titles" },
          h("h2", { id: "card-title", tabindex: -1, dir: "auto" }, title),
          kicker && h("p", { class: "kicker" }, kicker),
        ),
        h(
          "div",
          { class: "card-tools" },
          ...this.tools(target),
          button("close", "Close", () => this.close()),
        ),
      ),
      h("div", { class: "card-body", tabindex: 0, role: "region", "aria-label": "What is known" }, ...body),
    );
    announce(called(this.context.model, target));
  }

  private tools(target: Target): Child[] {
    if (target.kind !== "incident") return [];
    return [
      button("back", "Previous incident (p)", () => this.go(-1)),
      button("next", "Next incident (n)", () => this.go(1)),
    ];
  }

  /** To the incident before or after this one, of those that are shown. */
  go(by: number): void {
    const { store, results } = this.context;
    const { rows } = results;
    if (rows.length === 0) return;
    const at = store.state.selected?.kind === "incident" ? rows.indexOf(store.state.selected.row) : by > 0 ? -1 : 0;
    const row = rows[(at + by + rows.length) % rows.length];
    const focused = this.root.contains(document.activeElement)
      ? document.activeElement?.getAttribute("aria-label")
      : null;
    if (row !== undefined) store.set({ selected: { kind: "incident", row } });
    if (focused) this.root.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
    this.step();
  }

  /** An incident that the filters leave out is not shown any more. */
  private step(): void {
    const { selected } = this.context.store.state;
    if (selected?.kind === "incident" && !this.context.results.has(selected.row)) this.close();
  }
}

function content(context: Context, target: Target): Content {
  switch (target.kind) {
    case "incident":
      return incidentCard(context, target.row);
    case "cluster":
      return clusterCard(context, target.rows);
    case "place":
      return placeCard(context, target.place);
    case "asset":
      return assetCard(context, target.layer, target.row);
    case "footprint":
      return footprintCard(context, target.layer, target.row);
  }
}
