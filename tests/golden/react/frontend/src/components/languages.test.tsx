import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { known } from "@/page";
import { open } from "@/test/render";
import { visitor } from "@/test/server";

beforeEach(() => {
  known.languages = [
    ["en", "English"],
    ["de", "Deutsch"],
  ];
});

test("the form of a choice says which language, and where one is", async () => {
  await open("/accounts/login/?next=/dashboard/", visitor);
  const form = screen.getByRole<HTMLFormElement>("form", { name: "Language" });
  const choices = within(form);

  expect(Object.fromEntries(new FormData(form, choices.getByText("Deutsch")))).toEqual({
    csrfmiddlewaretoken: "of a visitor",
    next: "/accounts/login/?next=/dashboard/",
    language: "de",
  });
  expect(choices.getByRole("button", { current: true }).textContent).toBe("English");
});

test("one language leaves nothing to choose", async () => {
  known.languages = [["en", "English"]];
  await open("/accounts/login/", visitor);

  expect(screen.queryByRole("form", { name: "Language" })).toBeNull();
});
