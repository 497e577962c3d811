/**
 * Texts are translated with Django's tools: `just messages de` collects them into `locale/`.
 * For any language but English the document loads the translations first: see templates/app.html.
 */
type Catalogue = {
  gettext: (text: string) => string;
  ngettext: (one: string, many: string, count: number) => string;
};

declare global {
  interface Window {
    django?: Catalogue;
  }
}

const english: Catalogue = {
  gettext: (text) => text,
  ngettext: (one, many, count) => (count === 1 ? one : many),
};

export const { gettext, ngettext } = window.django ?? english;

/** Puts values where a text says `%(name)s`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)s/g, (place, name: string) => `${values[name] ?? place}`);
}
