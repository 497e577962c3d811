import { useSyncExternalStore } from "react";
import { Icon } from "@/components/icon";
import { Button } from "@/components/ui/button";
import { t } from "@/i18n";

const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z";
const root = document.documentElement;
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

/** Switches between light and dark. static/js/theme.js reads the choice before the first paint. */
export function ThemeToggle() {
  const dark = useSyncExternalStore(subscribe, isDark);
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t.layout.darkTheme}
      aria-pressed={dark}
      onClick={() => choose(dark ? "light" : "dark")}
    >
      <Icon path={MOON} className={dark ? "fill-current" : ""} />
    </Button>
  );
}

function isDark(): boolean {
  const { theme } = root.dataset;
  return theme === "dark" || (theme !== "light" && systemIsDark.matches);
}

function choose(theme: "light" | "dark"): void {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage is switched off: it holds for this page only.
  }
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(root, { attributeFilter: ["data-theme"] });
  systemIsDark.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    systemIsDark.removeEventListener("change", changed);
  };
}
