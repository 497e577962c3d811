import { expect, test } from "vitest";
import { nextPath } from "@/paths";

test("signing in leads back to where one came from", () => {
  expect(nextPath("?next=%2Faccounts%2Fprofile%2F%3Fa%3Db")).toBe("/accounts/profile/?a=b");
  expect(nextPath("")).toBeNull();
});

test.each(["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"])(
  "signing in never leads to %s",
  (next) => {
    expect(nextPath(`?${new URLSearchParams({ next })}`)).toBeNull();
  },
);
