import { expect, test } from "vitest";
import { moduleLinks } from "@/page";

test("links of modules are read from the document", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    `<template id="module-nav"><li><a href="/notes/"> Notes </a></li></template>`,
  );

  expect(moduleLinks("nav")).toEqual([{ label: "Notes", href: "/notes/" }]);
  expect(moduleLinks("account-menu")).toEqual([]);
});
