// What is shown as files: CSV and GeoJSON with all columns of the layer.
import type { Cell, Layer } from "./data.ts";

/** What a spreadsheet may take for the beginning of a formula; as src/write/csv.rs has it. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** RFC 4180; a text that a spreadsheet would run gets an apostrophe in front (OWASP, CSV Injection). */
export function csv(layer: Layer, rows: readonly number[]): string {
  const lines = [layer.columns.map((column) => quoted(column.name)), ...rows.map((row) => cells(layer, row))];
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

function cells(layer: Layer, row: number): string[] {
  return layer.columns.map((column) => {
    const cell = column.cell(row);
    return quoted(column.kind === "text" && typeof cell === "string" ? guarded(cell) : text(cell));
  });
}

function text(cell: Cell): string {
  return cell === null ? "" : String(cell);
}

export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 7946, as incidents.geojson without the colours. */
export function geojson(layer: Layer, rows: readonly number[]): string {
  const features = rows.map((row) => {
    const point = layer.point(row);
    const properties = Object.fromEntries(layer.columns.map((column) => [column.name, column.cell(row)]));
    const geometry = point && { type: "Point", coordinates: point };
    return JSON.stringify({ type: "Feature", id: layer.text(row, "id"), geometry, properties });
  });
  return `{"type":"FeatureCollection","features":[\n${features.join(",\n")}\n]}\n`;
}

/** Gives a file to the reader. */
export function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
