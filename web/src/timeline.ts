// Time: bars of how much is dated when, two sliders for the first and the last day, and play.
import { announce } from "./announce.ts";
import type { Context } from "./context.ts";
import { histogram, iso, long, short } from "./days.ts";
import { button, byId, fill, h, icon, svg } from "./dom.ts";
import { byKind, extent } from "./filters.ts";

const MOST_BARS = 90;
/** Milliseconds between steps of play. */
const STEP = 600;

export class Timeline {
  private readonly root = byId("timeline");
  private readonly bounds: [number, number] | null;
  private readonly bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  private readonly first = h("input", { type: "range", class: "from", "aria-label": "First day shown" });
  private readonly last = h("input", { type: "range", class: "to", "aria-label": "Last day shown" });
  private readonly words = h("p", { class: "range-words" });
  private readonly play = button("play", "Play time", () => this.toggle());
  private readonly all = h(
    "button",
    { type: "button", class: "quiet", onclick: () => this.choose(null, null) },
    "All time",
  );
  private timer = 0;

  constructor(private readonly context: Context) {
    const { model, results } = context;
    this.bounds = extent(model.incidents);
    if (!this.bounds) {
      const none = model.incidents.length > 0 ? "No incident has a date: there is no time to choose." : "";
      fill(this.root, none && h("p", { class: "hint" }, none));
      this.root.hidden = none === "";
      return;
    }
    const [from, to] = this.bounds;
    for (const slider of [this.first, this.last]) {
      slider.min = String(from);
      // One more than the last day: the second thumb stands at the end of its day, as the bars do.
      slider.max = String(to + 1);
      slider.step = "1";
    }
    this.first.addEventListener("input", () => this.slide(true));
    this.last.addEventListener("input", () => this.slide(false));
    if (from === to) {
      // One day is no time to choose from.
      this.words.textContent = `All that is dated: ${long(from)}`;
      fill(this.root, h("div", { class: "time-tools" }, this.words, this.undated()));
      return;
    }
    const ends = h(
      "div",
      { class: "ends", "aria-hidden": "true" },
      h("span", {}, short(from)),
      h("span", {}, short(to)),
    );
    fill(
      this.root,
      h("div", { class: "time-tools" }, this.play, this.words, this.undated(), this.all),
      h("div", { class: "track" }, this.bars, this.first, this.last),
      ends,
    );
    results.on(() => this.show());
    this.show();
  }

  private undated(): HTMLElement | null {
    const { store, model } = this.context;
    const count = model.incidents.filter((incident) => incident.first === null).length;
    if (count === 0) return null;
    const box = h("input", { type: "checkbox", id: "undated", onchange: () => store.filter({ undated: box.checked }) });
    const show = () => {
      box.checked = store.state.filter.undated;
    };
    store.on(["filter"], show);
    show();
    return h("label", { class: "undated", for: "undated" }, box, `${count.toLocaleString("en")} undated too`);
  }

  private slide(first: boolean): void {
    this.stop();
    let [from, to] = [Number(this.first.value), Number(this.last.value) - 1];
    if (from > to) [from, to] = first ? [to, to] : [from, from];
    this.choose(from, to);
  }

  /** A bound at the end of all time is none, so that what is added later is shown. */
  private choose(from: number | null, to: number | null): void {
    const [first, last] = this.bounds ?? [0, 0];
    this.context.store.filter({
      from: from !== null && from > first ? from : null,
      to: to !== null && to < last ? to : null,
    });
  }

  private toggle(): void {
    if (this.timer) {
      this.stop();
      return;
    }
    const [first, last] = this.bounds ?? [0, 0];
    const { from, to } = this.context.store.state.filter;
    const days = last - first + 1;
    const whole = from === null && to === null;
    const ended = to === null && from !== null;
    const wide = whole ? Math.max(1, Math.round(days / 12)) : (to ?? last) - (from ?? first) + 1;
    if (whole || ended) this.choose(first, first + wide - 1);
    const by = Math.max(1, Math.round(wide / 4));
    this.timer = window.setInterval(() => this.step(by, wide), STEP);
    this.button(true);
    announce("Playing");
  }

  private step(by: number, wide: number): void {
    const [first, last] = this.bounds ?? [0, 0];
    const { to } = this.context.store.state.filter;
    if (to === null) {
      this.stop();
      return;
    }
    const end = Math.min(last, to + by);
    // Straight to the filter: at the end the last bound stays open, the first does not.
    this.context.store.filter({ from: Math.max(first, end - wide + 1), to: end < last ? end : null });
  }

  private stop(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.button(false);
    announce(this.words.textContent ?? "");
  }

  private button(playing: boolean): void {
    const label = playing ? "Stop" : "Play time";
    fill(this.play, icon(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", label);
    this.play.title = label;
  }

  private show(): void {
    if (!this.bounds) return;
    const [first, last] = this.bounds;
    const { filter } = this.context.store.state;
    const [from, to] = [filter.from ?? first, filter.to ?? last];
    this.first.value = String(from);
    this.last.value = String(to + 1);
    this.first.setAttribute("aria-valuetext", long(from));
    this.last.setAttribute("aria-valuetext", long(to));
    const whole = filter.from === null && filter.to === null;
    this.words.textContent = whole
      ? `${short(first)} – ${short(last)}`
      : from === to
        ? long(from)
        : `${short(from)} – ${short(to)}`;
    this.all.disabled = whole;
    this.draw(first, last, from, to);
  }

  private draw(first: number, last: number, from: number, to: number): void {
    const days = last - first + 1;
    const count = Math.min(MOST_BARS, days);
    const { filter } = this.context.store.state;
    const dated = this.context.model.incidents.filter((one) => one.first !== null && byKind(filter, one));
    const bars = histogram(
      dated.map((one) => [one.first ?? 0, one.last ?? 0] as const),
      first,
      last,
      count,
    );
    const most = Math.max(1, ...bars);
    this.bars.setAttribute("viewBox", `0 0 ${count} 100`);
    const rects = bars.map((number, i) => {
      // The square root, so that a quiet day is still seen beside a loud one.
      const height = number === 0 ? 0 : 8 + 92 * Math.sqrt(number / most);
      const [opens, closes] = [first + (i * days) / count, first + ((i + 1) * days) / count];
      const inside = closes > from && opens < to + 1;
      const title = svg("title", {}, document.createTextNode(`${iso(Math.floor(opens))}: ${number}`));
      return svg(
        "rect",
        { x: i + 0.1, y: 100 - height, width: 0.8, height, class: inside ? "bar is-in" : "bar" },
        title,
      );
    });
    this.bars.replaceChildren(...rects);
  }
}
