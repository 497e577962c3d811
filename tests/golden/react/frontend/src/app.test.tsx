import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { open } from "@/test/render";
import { ada, serve, signedIn, visitor } from "@/test/server";

const main = () => screen.getByRole("main");

async function signIn(password: string) {
  await userEvent.type(screen.getByLabelText("Email address"), "ada@example.com");
  await userEvent.type(screen.getByLabelText("Password"), password);
  await userEvent.click(main().querySelector("form button") as Element);
}

test("a visitor is led to the page where one signs in, and back from there", () => {
  const router = open("/accounts/profile/", visitor);

  expect(screen.getByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
  expect(router.state.location.search).toBe("?next=%2Faccounts%2Fprofile%2F");
});

test("signing in shows the first page of one's own", async () => {
  serve({ "POST /api/session/": { body: signedIn } });
  const router = open("/accounts/login/", visitor);

  await signIn("secret");

  await waitFor(() => expect(router.state.location.pathname).toBe("/dashboard/"));
  expect(screen.getAllByText("Ada Lovelace").length).toBeGreaterThan(0);
});

test("what is wrong with a form is said and has the focus", async () => {
  const problem = { errors: ["Please enter a correct address."], fields: {} };
  serve({ "POST /api/session/": { status: 422, body: problem } });
  open("/accounts/login/", visitor);

  await signIn("wrong");

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("Please enter a correct address.");
  expect(document.activeElement).toBe(alert);
});

test("what is wrong with a field is said at the field", async () => {
  const problem = { errors: [], fields: { name: ["Too long."] } };
  serve({ "PUT /api/profile/": { status: 422, body: problem } });
  open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  const field = await screen.findByRole("textbox", { name: "Name", description: "Too long." });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(field);
});

test("a server that cannot be reached is not the user's fault", async () => {
  serve({ "PUT /api/profile/": { status: 502 } });
  open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  expect((await screen.findByRole("alert")).textContent).toContain("Please try again");
});

test("a new name shows at once, and that it is saved is announced", async () => {
  const countess = { ...ada, name: "Countess", short_name: "Countess" };
  const seen = serve({
    "PUT /api/profile/": { body: countess },
    "GET /api/session/": { body: { ...signedIn, user: countess } },
  });
  open("/accounts/profile/", signedIn);

  await userEvent.clear(screen.getByRole("textbox", { name: "Name" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Name" }), "Countess");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() =>
    expect(screen.getByRole("status").textContent).toBe("Your profile is saved."),
  );
  expect(seen[0]?.body).toEqual({ name: "Countess" });
  expect(screen.getByText("Countess")).toBeDefined();
});

test("a session that ended leads to the page where one signs in", async () => {
  serve({ "PUT /api/profile/": { status: 401 }, "GET /api/session/": { body: visitor } });
  open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
});

test("who was signed out elsewhere is led away on coming back", async () => {
  serve({ "GET /api/session/": { body: visitor } });
  open("/accounts/profile/", signedIn);

  window.dispatchEvent(new Event("visibilitychange"));

  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
});

test("another page has its own title and takes the focus", async () => {
  open("/accounts/login/", visitor);
  expect(document.title).toBe("Sign in · Test Site");
  expect(document.activeElement).toBe(document.body);

  await userEvent.click(screen.getByRole("link", { name: "Forgot your password?" }));

  expect(document.title).toBe("Reset your password · Test Site");
  expect(document.activeElement).toBe(main());
});

test("a link that was used already leads to a new one", async () => {
  serve({ "POST /api/password/reset/link/": { body: { valid: false } } });
  open("/accounts/password/reset/uid/token/", visitor);

  expect(await screen.findByRole("link", { name: "Get a new link" })).toBeDefined();
});

test("a new password is set by a link that works", async () => {
  const seen = serve({
    "POST /api/password/reset/link/": { body: { valid: true } },
    "PUT /api/password/reset/": { status: 204 },
  });
  open("/accounts/password/reset/uid/token/", visitor);

  await userEvent.type(await screen.findByLabelText("New password"), "a long phrase");
  await userEvent.type(screen.getByLabelText("New password again"), "a long phrase");
  await userEvent.click(screen.getByRole("button", { name: "Set the password" }));

  expect(await screen.findByText("Your new password is set. Sign in with it.")).toBeDefined();
  expect(seen.at(-1)?.body).toEqual({
    uid: "uid",
    token: "token",
    new_password1: "a long phrase",
    new_password2: "a long phrase",
  });
});

test("an address without a page says so", () => {
  open("/no/such/page/", visitor);

  expect(screen.getByRole("heading", { name: "There is no page here" })).toBeDefined();
});
