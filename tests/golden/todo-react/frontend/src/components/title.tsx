import { useEffect } from "react";
import { siteTitle } from "@/page";

/** The document's title while this page is shown. */
export function Title({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · ${siteTitle}`;
  }, [children]);
  return null;
}
