// The card of an incident.
import type { Context } from "../context.ts";
import type { Reading } from "../data.ts";
import { country, precision, timePrecision, when } from "../describe.ts";
import { bdi, type Child, h } from "../dom.ts";
import { symbol } from "../symbols.ts";
import { capital, clip, distance } from "../text.ts";
import type { Content } from "./card.ts";
import { claims, facts, OF_INCIDENT, quoted, section, sources } from "./parts.ts";
import { others } from "./place.ts";

const STATUS: Record<string, string> = {
  reported: "Reported in a report's own voice",
  confirmed: "Confirmed: sides that oppose each other agree, or a third party confirms",
  claimed: "Claimed: one side says so",
  disputed: "Disputed: one asserts it, another denies it",
  denied: "Denied: only denials are reported",
};

export function incidentCard(context: Context, row: number): Content {
  const { model, color } = context;
  const incident = model.incidents[row];
  if (!incident) return { sign: null, title: "Incident", kicker: null, body: [] };
  const said = model.content.incidents_said[row] ?? [];
  const target = { kind: "incident", row } as const;
  const text = (column: string) => model.layer.text(row, column);
  const sure = timePrecision(model.layer, row);
  const phrase = text("date_phrase");
  const date = [
    when(incident),
    sure && incident.first !== null ? ` (${sure})` : "",
    phrase ? `, in the report: “${clip(phrase, 60)}”` : "",
  ].join("");
  const quotes = said.flatMap((one) => one.evidence.slice(0, 3).map((words) => quoted(context, one, words, target)));
  return {
    sign: symbol(incident.type, incident.status, color(incident.type), 30),
    title: clip(incident.subtype, 120),
    kicker: [clip(incident.type, 80), STATUS[incident.status] ?? capital(incident.status)].join(" · "),
    body: [
      facts([
        ["When", date],
        ["Where", where(context, row)],
        ["Who acts", text("actors") && clip(text("actors") ?? "", 240)],
        ["Against", text("targets") && clip(text("targets") ?? "", 240)],
        ...people(context, row),
      ]),
      ambiguity(context, row),
      claims(context, said, OF_INCIDENT),
      section(quotes.length === 1 ? "In the report" : "In the reports", ...quotes.slice(0, 6)),
      sources(context, incident.reports),
      checked(text("verified"), text("corrected_by"), text("corrected_at")),
      h(
        "p",
        { class: "fine" },
        `Confidence that the report reports this: ${Math.round(incident.confidence * 100)} %`,
        text("hedged") === "true" ? ". Doubt is voiced" : "",
        ". Id ",
        h("code", {}, clip(incident.id, 60)),
      ),
    ],
  };
}

/** What a person decided on it. */
function checked(verified: string | null, by: string | null, at: string | null): Child {
  if (by === null) return null;
  const what = verified === "true" ? "Verified by " : "Corrected by ";
  return h("p", { class: "fine" }, what, bdi(clip(by, 80)), at === null ? "" : `, ${clip(at, 40)}`);
}

function where(context: Context, row: number): Child {
  const { model } = context;
  const incident = model.incidents[row];
  const place = incident?.place;
  if (!incident?.at)
    return place
      ? h("span", {}, bdi(clip(place, 120)), " (not located)")
      : "The reports do not say, or no gazetteer knows it";
  const inside = [model.layer.text(row, "admin1"), country(model.layer.text(row, "country"))].filter(
    (name) => name !== null,
  );
  const how = precision(model.layer, row);
  const radius = incident.radius === null ? null : `within about ${distance(incident.radius)}`;
  return h(
    "span",
    {},
    h("strong", {}, bdi(clip(place ?? "At coordinates", 160))),
    inside.length > 0 && h("span", {}, ", ", bdi(clip(inside.join(", "), 120))),
    h("span", { class: "hint block" }, [how && `Placed at ${how}`, radius].filter(Boolean).join(", ")),
    spellings(context, row),
  );
}

/** The spellings of the place in the reports that tell of the incident, where they differ from its name. */
function spellings(context: Context, row: number): Child {
  const written = new Set(readings(context, row).map((reading) => reading.words));
  const name = context.model.incidents[row]?.place ?? "";
  const other = [...written].filter((word) => word !== name);
  return other.length > 0 && h("span", { class: "hint block" }, "In the reports: ", bdi(clip(other.join(", "), 160)));
}

function readings({ model }: Context, row: number): Reading[] {
  const incident = model.incidents[row];
  const { reports, readings: all, places } = model.content;
  const here = (incident?.reports ?? []).flatMap((report) => reports[report]?.mentions ?? []);
  return here.flatMap(([, , which]) => {
    const reading = all[which];
    const place = reading?.place === null || reading?.place === undefined ? undefined : places[reading.place];
    return reading?.pin && place?.id === incident?.placeId ? [reading] : [];
  });
}

/** Which other places the name could be, where that is open. */
function ambiguity(context: Context, row: number): Child {
  const open = readings(context, row).filter(
    (reading) => reading.others && (reading.outcome === "ambiguous" || reading.confidence < 0.7),
  );
  return open[0]
    ? others(
        open,
        open.some((reading) => reading.outcome === "ambiguous"),
      )
    : null;
}

const COUNTS: [string, string][] = [
  ["Deaths", "fatalities"],
  ["Injured", "injured"],
  ["Missing", "missing"],
  ["Displaced", "displaced"],
  ["Arrested", "arrested"],
];

function people({ model }: Context, row: number): [string, Child][] {
  return COUNTS.map(([label, name]) => {
    const number = (part: string) => model.layer.number(row, `${name}_${part}`);
    const [low, best, high] = [number("low"), number("best"), number("high")];
    const stated = model.layer.text(row, `${name}_stated`);
    const range =
      low !== null && high !== null && low !== high
        ? ` (${low.toLocaleString("en")} to ${high.toLocaleString("en")})`
        : "";
    const figure = best === null ? null : best.toLocaleString("en") + range;
    return [label, stated ? `“${clip(stated, 60)}”${figure ? `, taken as ${figure}` : ""}` : figure];
  });
}
