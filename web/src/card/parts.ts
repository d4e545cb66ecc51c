// Parts that several cards have: facts, quotes, claims side by side, sources.
import type { Context } from "../context.ts";
import type { Claim, Said, Words } from "../data.ts";
import { certainty, inContext, quote, reportTitle } from "../describe.ts";
import { bdi, type Child, h } from "../dom.ts";
import type { Target } from "../state.ts";
import { capital, clip, inert, webAddress, words } from "../text.ts";

/** A list of terms and what is known of them; what is not known is left out. */
export function facts(all: [string, Child][]): HTMLElement {
  const there = all.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return h(
    "dl",
    { class: "facts-list" },
    ...there.flatMap(([term, value]) => [h("dt", {}, term), h("dd", { dir: "auto" }, value)]),
  );
}

export function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", { class: "card-section" }, h("h3", {}, title), ...children);
}

/** A quote with the words around it, and the way to it in the report. */
export function quoted(context: Context, said: Said, at: Words, target: Target): HTMLElement {
  const { before, quote: own, after } = inContext(context.model, said, at);
  const open = () => {
    context.store.set({ tab: "report", report: said.report });
    context.store.set({ selected: null });
    context.store.set({ selected: target });
  };
  return h(
    "figure",
    { class: "quote" },
    h("blockquote", { dir: "auto" }, inert(before), h("mark", {}, inert(clipLong(own))), inert(after)),
    h("figcaption", {}, h("button", { type: "button", class: "link", onclick: open }, "Show in the text")),
  );
}

/** A quote of ten thousand characters is none that anybody reads. */
function clipLong(text: string): string {
  return text.length > 1200 ? `${Array.from(text.slice(0, 2400)).slice(0, 1199).join("")}…` : text;
}

/** The two sides of a claim and what stands beside them, by their titles. */
type Sides = readonly [string, string, string];

export const OF_INCIDENT: Sides = ["Asserted by", "Denied by", "Not known or feared by"];
export const OF_ASSET: Sides = ["Says it was harmed", "Says it was not", "Does not know, or fears for it"];

const STANCES: readonly Claim["stance"][][] = [["asserts", "confirms"], ["denies"], ["cannot_confirm", "concern"]];

/** Who says so and who denies it, side by side; an empty side says that it is empty. */
export function claims(context: Context, all: Said[], sides: Sides): HTMLElement | null {
  const voices = all.flatMap((said) => (said.claims ?? []).map((claim) => ({ said, claim })));
  if (voices.length === 0) return null;
  const columns = sides.flatMap((title, i) => {
    const here = voices.filter(({ claim }) => STANCES[i]?.includes(claim.stance));
    const spoken: Child[] = here.map(({ said, claim }) => voice(context, said, claim));
    if (spoken.length === 0) spoken.push(h("p", { class: "hint" }, "Nobody in these reports"));
    return i === 2 && here.length === 0 ? [] : [side(title, spoken)];
  });
  return section("Who says what", h("div", { class: "claims" }, ...columns));
}

function side(title: string, children: Child[]): HTMLElement {
  return h("div", { class: "claims-side" }, h("h4", {}, title), ...children);
}

function voice(context: Context, said: Said, claim: Claim): HTMLElement {
  const role = claim.role === "unknown" || claim.role === claim.speaker ? null : words(claim.role);
  const verb = claim.cue ? `by the word “${clip(claim.cue, 40)}”` : null;
  const stance = claim.stance === "asserts" || claim.stance === "denies" ? null : capital(words(claim.stance));
  const how = [role, stance, certainty(claim.certainty), verb].filter((part) => part !== null).join(" · ");
  return h(
    "div",
    { class: "voice" },
    h("p", { class: "speaker" }, bdi(clip(claim.speaker === "reporter" ? "The report itself" : claim.speaker, 120))),
    h("p", { class: "hint" }, how),
    h("q", { dir: "auto" }, clip(quote(context.model, said.report, claim.words), 280)),
  );
}

/** The reports that tell of it, with their dates and links. */
export function sources(context: Context, reports: number[]): HTMLElement {
  const { content } = context.model;
  const items = reports.slice(0, 30).flatMap((which) => {
    const report = content.reports[which];
    if (!report) return [];
    const link = webAddress(report.url);
    const title = reportTitle(context.model, which);
    const facts = [report.source ? clip(report.source, 90) : null, report.published ?? "no date of its own"].filter(
      (fact) => fact !== null,
    );
    return [
      h(
        "li",
        {},
        link ? h("a", { href: link, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, title) : bdi(title),
        h("span", { class: "hint" }, " ", bdi(facts.join(", "))),
      ),
    ];
  });
  const more = reports.length - items.length;
  return section(
    reports.length === 1 ? "Source" : `${reports.length} sources`,
    h("ul", { class: "sources" }, ...items),
    more > 0 && h("p", { class: "hint" }, `and ${more} more`),
  );
}
