import type { Session } from "@/api/schema";

/** What Django wrote into the document: see templates/app.html. */
function read(): { root: HTMLElement; siteTitle: string; session: Session } {
  const root = document.getElementById("root");
  if (!root) throw new Error("the document has no #root");
  const { siteTitle = "", session = "" } = root.dataset;
  return { root, siteTitle, session: JSON.parse(session) as Session };
}

export const { root, siteTitle, session: firstSession } = read();
