import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// What Django writes into the document.
document.documentElement.lang = "en";
for (const [id, text] of [
  ["root", ""],
  [
    "known",
    JSON.stringify({
      site_title: "Test Site",
      session: { csrf_token: "first", user: null },
      answers: [],
      messages: [],
      languages: [],
      documents: ["/t/:team/"],
    }),
  ],
] as const) {
  const element = document.createElement("div");
  Object.assign(element, { id, textContent: text, hidden: true });
  document.body.append(element);
}

// What jsdom lacks.
window.scrollTo = () => {};
window.matchMedia = (media) => Object.assign(new EventTarget(), { media, matches: false }) as never;

afterEach(cleanup);
