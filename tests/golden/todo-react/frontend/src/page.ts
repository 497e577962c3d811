import type { QueryKey } from "@tanstack/react-query";
import type { Session } from "@/api/schema";

/** What Django knew when it wrote the document: see `document.py`. */
type Known = {
  site_title: string;
  session: Session;
  /** What the page would ask for first. */
  answers: [key: QueryKey, data: unknown][];
  /** What Django has to say after a form of its own. */
  messages: { level: string; text: string }[];
  /** What the site can be read in, each by its code and under its own name. */
  languages: [code: string, name: string][];
  /** Below which paths modules have pages that Django draws. */
  documents: string[];
};

/** A link to a page that Django draws. */
export type ModuleLink = { label: string; href: string };

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the document has no #${id}`);
  return found;
}

export const root = element("root");
export const known = JSON.parse(element("known").textContent) as Known;
export const siteTitle = known.site_title;

/** The links that modules have for a place: `nav` or `account-menu`. */
export function moduleLinks(place: "nav" | "account-menu"): ModuleLink[] {
  const template = document.querySelector<HTMLTemplateElement>(`template#module-${place}`);
  const links = template?.content.querySelectorAll("a") ?? [];
  return Array.from(links, (link) => ({
    label: link.textContent.trim(),
    href: link.getAttribute("href") ?? "",
  }));
}
