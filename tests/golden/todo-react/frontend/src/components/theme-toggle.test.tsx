import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ThemeToggle } from "@/components/theme-toggle";

test("the choice between light and dark is kept", async () => {
  render(<ThemeToggle />);
  const toggle = screen.getByRole("button", { name: "Dark theme", pressed: false });

  await userEvent.click(toggle);
  expect(await screen.findByRole("button", { pressed: true })).toBe(toggle);
  expect([document.documentElement.dataset.theme, localStorage.getItem("theme")]).toEqual([
    "dark",
    "dark",
  ]);

  await userEvent.click(toggle);
  expect(await screen.findByRole("button", { pressed: false })).toBe(toggle);
  expect(localStorage.getItem("theme")).toBe("light");
});
