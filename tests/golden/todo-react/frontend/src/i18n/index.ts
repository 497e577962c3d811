import { en, type Messages } from "./en";

/** Every text of the pages. For another language, add its folder and name it here. */
const languages: Record<string, Messages> = { en };

const { lang } = document.documentElement;

export const t: Messages = languages[lang] ?? languages[lang.split("-")[0] ?? ""] ?? en;

export function formatDate(iso: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(lang, options).format(new Date(iso));
}
