// The card of a pipeline, a dam, an airport.
import type { Context } from "../context.ts";
import { country } from "../describe.ts";
import { h } from "../dom.ts";
import { assetSymbol } from "../symbols.ts";
import { reportsOf } from "../targets.ts";
import { capital, clip, distance, words } from "../text.ts";
import type { Content } from "./card.ts";
import { claims, facts, OF_ASSET, quoted, section, sources } from "./parts.ts";

export function assetCard(context: Context, layer: number, row: number): Content {
  const { model, store, assetColor } = context;
  const of = model.assets[layer];
  const text = (column: string) => of?.text(row, column) ?? null;
  const length = (column: string) => {
    const km = of?.number(row, column);
    return km === null || km === undefined ? null : distance(km * 1000);
  };
  const status = text("status") ?? "mentioned";
  const said = model.content.assets_said[layer]?.[row] ?? [];
  const target = { kind: "asset", layer, row } as const;
  const nearest = model.byId.get(text("nearest_incident") ?? "");
  const go = () => nearest !== undefined && store.set({ selected: { kind: "incident", row: nearest } });
  const far = length("nearest_incident_km");
  const by = text("status_by")?.replace(/\breporter\b/, "the report itself");
  const schematic = text("schematic") === "true";
  return {
    sign: assetSymbol(status, assetColor(status), 28),
    title: clip(capital(text("name") ?? "Infrastructure"), 160),
    kicker: `${capital(words(text("kind") ?? ""))} · ${words(status)}${by ? `, says ${clip(by, 80)}` : ""}`,
    body: [
      schematic && h("p", { class: "note" }, "Drawn schematically, through way-points: not its true course."),
      facts([
        [
          "State",
          [words(status), text("also") ? `also ${words(text("also") ?? "")}` : null].filter(Boolean).join("; "),
        ],
        ["As of", text("as_of")],
        ["Worried", text("concern_by") && clip(text("concern_by") ?? "", 160)],
        ["Carries", text("commodities")],
        ["Operator", text("operator") && clip(text("operator") ?? "", 160)],
        [
          "Countries",
          of
            ?.list(row, "countries")
            .map((code) => country(code))
            .join(", "),
        ],
        ["Exact to", of?.number(row, "precision_m") ? `about ${distance(of.number(row, "precision_m") ?? 0)}` : null],
        [
          "Length",
          [
            length("published_length_km") && `${length("published_length_km")} as published`,
            length("drawn_length_km") && `${length("drawn_length_km")} as drawn`,
          ]
            .filter(Boolean)
            .join(", "),
        ],
        [
          "Nearest incident",
          far &&
            (nearest === undefined ? far : h("button", { type: "button", class: "link", onclick: go }, `${far} away`)),
        ],
      ]),
      claims(context, said, OF_ASSET),
      section(
        "In the report",
        ...said.flatMap((one) => one.evidence.slice(0, 4).map((at) => quoted(context, one, at, target))),
      ),
      sources(context, reportsOf(model, target)),
      h("p", { class: "fine" }, `Facts of the asset: ${clip(text("asset_source") ?? "the report alone", 160)}`),
    ],
  };
}
