// The field for searching, with what it finds beneath (WAI-ARIA's pattern of a combobox with a list).
import { announce } from "./announce.ts";
import type { Context } from "./context.ts";
import { bdi, byId, fill, h, icon } from "./dom.ts";
import { type Found, folded, search } from "./search.ts";
import { counted } from "./text.ts";

export function searchbox(context: Context): void {
  new Searchbox(context);
}

class Searchbox {
  private readonly field = h("input", {
    type: "search",
    id: "query",
    role: "combobox",
    "aria-label": "Search places, incidents and text",
    "aria-controls": "found",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    placeholder: "Search places, incidents, text",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly list = h("div", {
    id: "found",
    class: "found",
    role: "listbox",
    "aria-label": "What was found",
    hidden: true,
  });
  private found: Found[] = [];
  private at = -1;
  private waiting = 0;

  constructor(private readonly context: Context) {
    const root = byId("search");
    fill(root, icon("search"), this.field, this.list);
    this.field.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => this.find(), 120);
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("focus", () => this.field.value && this.find());
    root.addEventListener("focusout", (event) => {
      if (!root.contains(event.relatedTarget as Node | null)) this.close();
    });
  }

  private find(): void {
    this.found = search(this.context.model, this.field.value);
    this.at = -1;
    const items: HTMLElement[] = [];
    let group = "";
    for (const [i, one] of this.found.entries()) {
      if (one.group !== group) items.push(h("p", { class: "found-group", role: "presentation" }, one.group));
      group = one.group;
      const choose = () => this.choose(i);
      const keep = (event: Event) => event.preventDefault();
      items.push(
        h(
          "div",
          {
            role: "option",
            id: `found-${i}`,
            class: "option",
            "aria-selected": "false",
            onclick: choose,
            onpointerdown: keep,
          },
          h("span", { class: "row-title" }, bdi(one.title)),
          h("span", { class: "row-facts" }, bdi(one.note)),
        ),
      );
    }
    const empty = this.field.value.trim() !== "" && this.found.length === 0;
    if (empty)
      items.push(
        h(
          "div",
          { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "option" },
          "Nothing found",
        ),
      );
    fill(this.list, ...items);
    this.open(items.length > 0);
    if (items.length > 0) announce(this.found.length > 0 ? counted(this.found.length, "result") : "Nothing found");
  }

  private open(yes: boolean): void {
    this.list.hidden = !yes;
    this.field.setAttribute("aria-expanded", String(yes));
    if (!yes) this.field.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.open(false);
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length > 0) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      for (const option of this.list.querySelectorAll("[role=option]")) option.setAttribute("aria-selected", "false");
      const option = document.getElementById(`found-${this.at}`);
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", `found-${this.at}`);
    } else if (event.key === "Enter" && this.found.length > 0) {
      event.preventDefault();
      this.choose(Math.max(0, this.at));
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.list.hidden) this.field.value = "";
      this.close();
    }
  }

  private choose(which: number): void {
    const one = this.found[which];
    const { store } = this.context;
    this.close();
    if (one?.target) store.set({ selected: one.target });
    if (one?.report == null) return;
    store.set({ tab: "report", report: one.report });
    this.show();
  }

  /** Goes to the first paragraph of the open report that holds the words. */
  private show(): void {
    const words = folded(this.field.value).split(/\s+/).filter(Boolean);
    const blocks = document.querySelectorAll<HTMLElement>(".report .text > *");
    const block = [...blocks].find((one) => words.every((word) => folded(one.textContent ?? "").includes(word)));
    for (const old of document.querySelectorAll(".is-found")) old.classList.remove("is-found");
    block?.classList.add("is-found");
    block?.scrollIntoView({ block: "center" });
  }
}
