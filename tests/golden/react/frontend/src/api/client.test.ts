import { expect, test } from "vitest";
import { call, FormError, HttpError, keepToken } from "@/api/client";
import { serve, signedIn, visitor } from "@/test/server";

const body = { username: "ada@example.com", password: "secret" };

test("a change carries the token of the session", async () => {
  const seen = serve({ "POST /api/session/": { body: signedIn } });
  keepToken(visitor);

  expect(await call("POST /api/session/", { body })).toEqual(signedIn);

  expect(seen).toEqual([{ operation: "POST /api/session/", token: "of a visitor", body }]);
});

test("a token that became stale is renewed once", async () => {
  const seen = serve({
    "DELETE /api/session/": [{ status: 403 }, { body: visitor }],
    "GET /api/session/": { body: signedIn },
  });
  keepToken(visitor);

  expect(await call("DELETE /api/session/")).toEqual(visitor);

  expect(seen.map(({ token }) => token)).toEqual(["of a visitor", null, "of Ada"]);
});

test("a request that is forbidden with a fresh token fails", async () => {
  serve({ "DELETE /api/session/": { status: 403 }, "GET /api/session/": { body: signedIn } });

  await expect(call("DELETE /api/session/")).rejects.toEqual(new HttpError(403));
});

test("a form that is not accepted says why", async () => {
  const problem = {
    status: 422,
    title: "Unprocessable Content",
    errors: [],
    fields: { password: ["Too short."] },
  };
  serve({ "POST /api/session/": { status: 422, body: problem } });

  await expect(call("POST /api/session/", { body })).rejects.toEqual(new FormError(problem));
});

test("a refusal says when to ask again", async () => {
  serve({ "POST /api/session/": { status: 429, headers: { "Retry-After": "300" } } });

  await expect(call("POST /api/session/", { body })).rejects.toEqual(new HttpError(429, 300));
});

test("an answer without content is nothing", async () => {
  serve({ "POST /api/password/reset/": { status: 204 } });

  expect(await call("POST /api/password/reset/", { body: { email: "a@b.c" } })).toBeUndefined();
});
