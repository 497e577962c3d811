import { common } from "./common";
import { pages } from "./pages";

/** Every text of the pages. */
export const t = { ...common, ...pages };

export function formatDate(iso: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(iso));
}
