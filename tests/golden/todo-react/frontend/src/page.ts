import type { Session } from "@/api/schema";

/** What Django has to say after a form of its own. */
export type Message = { level: string; text: string };

/** A link to a page that Django draws. */
export type ModuleLink = { label: string; href: string };

/** What Django wrote into the document: see templates/app.html. */
function read() {
  const root = document.getElementById("root");
  if (!root) throw new Error("the document has no #root");
  const { siteTitle = "", session = "", messages = "[]", documents = "[]" } = root.dataset;
  return {
    root,
    siteTitle,
    session: JSON.parse(session) as Session,
    messages: JSON.parse(messages) as Message[],
    documents: JSON.parse(documents) as string[],
  };
}

export const { root, siteTitle, session: firstSession, messages, documents } = read();

/** The links that modules have for a place: `nav` or `account-menu`. */
export function moduleLinks(place: "nav" | "account-menu"): ModuleLink[] {
  const template = document.querySelector<HTMLTemplateElement>(`template#module-${place}`);
  const links = template?.content.querySelectorAll("a") ?? [];
  return Array.from(links, (link) => ({
    label: link.textContent.trim(),
    href: link.getAttribute("href") ?? "",
  }));
}
