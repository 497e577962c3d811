import { afterEach, expect, test, vi } from "vitest";
import { fill, ngettext } from "@/i18n/gettext";

afterEach(() => {
  delete window.django;
  vi.resetModules();
});

test("values are filled in by name, whatever the order", () => {
  expect(fill("%(b)s before %(a)s, and %(b)s again", { a: 1, b: "two" })).toBe(
    "two before 1, and two again",
  );
  expect(fill("100% of %(unknown)s", {})).toBe("100% of %(unknown)s");
});

test("English needs no translations", () => {
  expect([ngettext("one", "many", 1), ngettext("one", "many", 2)]).toEqual(["one", "many"]);
});

/** Every text of a tree of texts, with something in the place of what varies. */
function textsOf(tree: unknown): unknown[] {
  if (typeof tree === "function") return [tree(...Array(tree.length).fill(7))];
  return typeof tree === "object" && tree ? Object.values(tree).flatMap(textsOf) : [tree];
}

test("every text is translated where the document has translations", async () => {
  window.django = { gettext: (text) => `[${text}]`, ngettext: (_, many) => `[${many}]` };
  vi.resetModules();
  const { t } = await import("@/i18n");

  expect(t.signIn.heading("Shop")).toBe("[Sign in to Shop]");
  expect(textsOf(t).length).toBeGreaterThan(50);
  expect(textsOf(t).filter((text) => !/^\[[^%]*\]$/.test(String(text)))).toEqual([]);
});
