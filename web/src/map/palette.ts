// Colours of the map, by day and by night. Those of incidents and assets come with the data and are the same in both.

export interface Palette {
  sea: string;
  land: string;
  coast: string;
  border: string;
  disputed: string;
  river: string;
  town: string;
  country: string;
  seaName: string;
  halo: string;
  /** Outlines of symbols, and what is open in them. */
  line: string;
  paper: string;
  accent: string;
  place: string;
  area: string;
  areaTold: string;
  faint: string;
}

export const DAY: Palette = {
  sea: "#dce6ec",
  land: "#f8f6f1",
  coast: "#b9c6cf",
  border: "#a9a196",
  disputed: "#8d5d6a",
  river: "#bccfdb",
  town: "#3f444b",
  country: "#77705f",
  seaName: "#55778c",
  halo: "#f8f6f1",
  line: "#16191d",
  paper: "#ffffff",
  accent: "#0b5cab",
  place: "#1f5f99",
  area: "#33658a",
  areaTold: "#c4510a",
  faint: "#5a6470",
};

export const NIGHT: Palette = {
  sea: "#10181f",
  land: "#252b31",
  coast: "#3b4650",
  border: "#66717b",
  disputed: "#c48a98",
  river: "#1a2a36",
  town: "#c9cfd6",
  country: "#959c93",
  seaName: "#6f93aa",
  halo: "#1d2328",
  line: "#f7f5f0",
  paper: "#14181c",
  accent: "#8cc4ff",
  place: "#8fc0ea",
  area: "#7fb0d6",
  areaTold: "#f0914f",
  faint: "#9aa5b1",
};
