// The layers that can be switched, the top one first.

export const LAYERS = ["incidents", "infrastructure", "places", "uncertainty", "areas", "borders"] as const;
export type LayerName = (typeof LAYERS)[number];

export const TITLES: Record<LayerName, string> = {
  incidents: "Incidents",
  infrastructure: "Infrastructure",
  places: "Places named",
  uncertainty: "Uncertainty of place",
  areas: "Regions and areas",
  borders: "Borders and lines told of",
};
