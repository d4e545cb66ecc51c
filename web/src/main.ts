// The web map: reads the data of the page, and puts the parts together.
import "ol/ol.css";
import "./css/page.css";
import { announce } from "./announce.ts";
import { Card } from "./card/card.ts";
import type { Context } from "./context.ts";
import { type Content, model } from "./data.ts";
import { byId } from "./dom.ts";
import { active } from "./filters.ts";
import { legend } from "./legend.ts";
import { MapView } from "./map/view.ts";
import { panel } from "./panel/tabs.ts";
import { printing } from "./print.ts";
import { Results } from "./results.ts";
import { searchbox } from "./searchbox.ts";
import { ALL, type State, Store } from "./state.ts";
import { counted } from "./text.ts";
import { Timeline } from "./timeline.ts";
import { tools } from "./tools.ts";
import { fragment, read } from "./url.ts";

function start(): void {
  const content = JSON.parse(byId("data").textContent ?? "{}") as Content;
  const data = model(content);
  const opening: State = {
    tab: "report",
    report: content.reports.length === 1 ? 0 : null,
    selected: null,
    hovered: null,
    filter: ALL,
    hidden: new Set(),
    sort: { column: "date", down: true },
    theme: "auto",
    view: null,
  };
  const store = new Store(read(location.hash, opening, data));
  const results = new Results(data, store);
  const colors = new Map(content.event_colors);
  const assetColors = new Map(content.asset_colors);
  const context: Context = {
    model: data,
    store,
    results,
    color: (type) => colors.get(type) ?? "#999999",
    assetColor: (status) => assetColors.get(status) ?? "#0072B2",
  };
  tally(context);
  legend(context);
  panel(byId("panel"), context);
  const card = new Card(context);
  new Timeline(context);
  const map = new MapView(byId("map"), data, store, results);
  searchbox(context);
  tools(context, map, card);
  printing(context, map);
  address(store, opening, context);
  document.documentElement.classList.add("is-ready");
}

/** What is in the map, and what of it is not on the map. */
function tally({ model: { incidents, content }, results, store }: Context): void {
  const places = new Set(
    content.readings.flatMap((reading) =>
      reading.pin && reading.place !== null ? content.places[reading.place]?.id : [],
    ),
  );
  const show = () => {
    const shown = results.rows.length;
    const all = incidents.length;
    const nowhere = shown - results.located;
    const what =
      active(store.state.filter) > 0
        ? `${shown.toLocaleString("en")} of ${counted(all, "incident")}`
        : counted(all, "incident");
    const parts = [
      what,
      nowhere > 0 ? `${nowhere.toLocaleString("en")} not located` : null,
      counted(places.size, "place"),
    ];
    byId("tally").textContent = parts.filter((part) => part !== null).join(" · ");
    const nothing = byId("nothing");
    nothing.textContent =
      all === 0
        ? places.size === 0
          ? "The reports tell of no incident and name no place."
          : "The reports tell of no incident."
        : "No incident passes the filters.";
    nothing.hidden = all > 0 && shown > 0;
  };
  show();
  results.on(() => {
    show();
    announce(byId("tally").textContent ?? "");
  });
}

/** Keeps the address and the state the same. */
function address(store: Store, opening: State, { model: data }: Context): void {
  let own = location.hash.slice(1);
  let waiting = 0;
  const write = () => {
    const next = fragment(store.state, opening, data);
    if (next === own) return;
    own = next;
    history.replaceState(null, "", `#${next}`);
  };
  store.on(["tab", "report", "selected", "filter", "hidden", "sort", "theme", "view"], () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(write, 200);
  });
  globalThis.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === own) return;
    own = location.hash.slice(1);
    store.set(read(location.hash, opening, data));
  });
}

start();
