// Layers and legend in one: each switch with the symbols that it switches, the same as on the map.
import type { Context } from "./context.ts";
import { STATUSES } from "./data.ts";
import { byId, fill, h, icon, svg } from "./dom.ts";
import { LAYERS, type LayerName, TITLES } from "./layers.ts";
import { assetSymbol, symbol } from "./symbols.ts";
import { capital, clip, words } from "./text.ts";

const MEANINGS: Record<string, string> = {
  reported: "in a report's own voice",
  confirmed: "by opposing sides, or a third",
  claimed: "by one side",
  disputed: "asserted and denied",
  denied: "only denied",
};

export function legend(context: Context): void {
  const root = byId("legend");
  const body = h("div", {
    class: "legend-body",
    id: "legend-body",
    tabindex: 0,
    role: "group",
    "aria-label": "Layers and legend",
  });
  const wide = globalThis.matchMedia("(min-width: 1100px)").matches;
  const toggle = h(
    "button",
    { type: "button", class: "legend-toggle", "aria-controls": "legend-body" },
    icon("layers"),
    "Layers and legend",
  );
  const open = (yes: boolean) => {
    body.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
  };
  toggle.addEventListener("click", () => open(body.hidden === true));
  open(wide);
  fill(body, ...LAYERS.filter((layer) => there(context, layer)).map((layer) => row(context, layer)), ground());
  root.append(toggle, body);
}

/** Whether there is anything to switch. */
function there({ model }: Context, layer: LayerName): boolean {
  if (layer === "infrastructure") return model.assets.some((of) => of.count > 0);
  if (layer === "areas") return (model.footprints[0]?.count ?? 0) > 0;
  return layer !== "borders" || (model.footprints[1]?.count ?? 0) > 0;
}

function row(context: Context, layer: LayerName): HTMLElement {
  const { store } = context;
  const box = h("input", { type: "checkbox", role: "switch", id: `layer-${layer}` });
  box.addEventListener("change", () => {
    const hidden = new Set(store.state.hidden);
    if (box.checked) hidden.delete(layer);
    else hidden.add(layer);
    store.set({ hidden });
  });
  const show = () => {
    box.checked = !store.state.hidden.has(layer);
  };
  store.on(["hidden"], show);
  show();
  return h(
    "section",
    { class: "legend-layer" },
    h("label", { class: "switch", for: `layer-${layer}` }, box, h("span", {}, TITLES[layer])),
    keys(context, layer),
  );
}

function keys(context: Context, layer: LayerName): HTMLElement | null {
  const { model, color, assetColor } = context;
  if (layer === "incidents") {
    const there = new Set(model.incidents.map((incident) => incident.type));
    const types = model.content.event_colors.map(([type]) => type).filter((type) => there.has(type));
    return h(
      "div",
      {},
      key(types.map((type) => [symbol(type, "reported", color(type), 18), clip(type, 60)])),
      h("p", { class: "legend-hint" }, "Filled and outlined by status"),
      key(
        STATUSES.map((status) => [
          symbol("Protests", status, "#8b9097", 18),
          `${capital(status)}: ${MEANINGS[status] ?? ""}`,
        ]),
      ),
      key([[ring(), "Several in one place: a click opens them"]]),
    );
  }
  if (layer === "infrastructure") {
    const found = model.assets.flatMap((of) =>
      Array.from({ length: of.count }, (_, at) => of.text(at, "status") ?? "mentioned"),
    );
    const states = model.content.asset_colors.map(([state]) => state).filter((state) => found.includes(state));
    const lines = model.assets[0]?.count ?? 0;
    const entries: [Node, string][] = states.map((state) => [
      assetSymbol(state, assetColor(state), 18),
      capital(words(state)),
    ]);
    if (lines > 0) entries.push([line("key-schematic"), "Line drawn schematically"]);
    return key(entries);
  }
  if (layer === "places") {
    return key([
      [dot("key-place"), "Place in a report"],
      [dot("key-doubt"), "Ambiguous: more than one place fits"],
    ]);
  }
  if (layer === "uncertainty") return key([[dot("key-unsure"), "Within it an incident may lie"]]);
  if (layer === "areas") {
    return key([
      [box("key-told"), "Incidents are located by it"],
      [box("key-area"), "Named only"],
    ]);
  }
  return key([[line("key-line"), "Incidents or mentions refer to it"]]);
}

function ground(): HTMLElement {
  return h(
    "section",
    { class: "legend-layer" },
    h("p", { class: "legend-title" }, "Ground"),
    key([
      [line("key-border"), "Border"],
      [line("key-disputed"), "Disputed border, ceasefire line"],
    ]),
  );
}

function key(entries: [Node, string][]): HTMLElement | null {
  return entries.length > 0
    ? h("ul", { class: "key" }, ...entries.map(([sign, text]) => h("li", {}, sign, h("span", {}, text))))
    : null;
}

function drawn(...parts: Node[]): SVGElement {
  return svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, class: "symbol", "aria-hidden": "true" }, ...parts);
}

function line(kind: string): SVGElement {
  return drawn(svg("path", { d: "M0 9H18", class: kind }));
}

function dot(kind: string): SVGElement {
  return drawn(svg("circle", { cx: 9, cy: 9, r: kind === "key-unsure" ? 7.5 : 4.5, class: kind }));
}

function box(kind: string): SVGElement {
  return drawn(svg("rect", { x: 1, y: 3, width: 16, height: 12, class: kind }));
}

function ring(): SVGElement {
  return drawn(
    svg("circle", { cx: 9, cy: 9, r: 7, class: "key-ring" }),
    svg("text", { x: 9, y: 12, class: "key-number" }, document.createTextNode("5")),
  );
}
