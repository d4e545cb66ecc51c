// Light and dark: as the system has it, or as the reader chose.
import { button } from "./dom.ts";
import type { Store, Theme } from "./state.ts";

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const WORDS: Record<Theme, string> = { auto: "as the system", light: "light", dark: "dark" };
const SYSTEM = () => globalThis.matchMedia("(prefers-color-scheme: dark)");

export function isDark(theme: Theme): boolean {
  return theme === "dark" || (theme === "auto" && SYSTEM().matches);
}

export function themeSwitch(store: Store): HTMLButtonElement {
  const out = button("theme", "", () => store.set({ theme: NEXT[store.state.theme] }));
  const show = () => {
    const { theme } = store.state;
    document.documentElement.dataset.theme = isDark(theme) ? "dark" : "light";
    const label = `Colours: ${WORDS[theme]}. Change to ${WORDS[NEXT[theme]]}`;
    out.setAttribute("aria-label", label);
    out.title = label;
  };
  show();
  store.on(["theme"], show);
  SYSTEM().addEventListener("change", () => {
    if (store.state.theme !== "auto") return;
    // Told as a change, so that the map draws itself again.
    store.set({ theme: "light" });
    store.set({ theme: "auto" });
  });
  return out;
}
