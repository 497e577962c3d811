import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "@/test/render";
import { ada, serve, signedIn, visitor } from "@/test/server";

const main = () => screen.getByRole("main");

async function signIn(password: string) {
  await userEvent.type(screen.getByLabelText("Email address"), "ada@example.com");
  await userEvent.type(screen.getByLabelText("Password"), password);
  await userEvent.click(main().querySelector("form button") as Element);
}

test("a visitor is led to the page where one signs in, and back from there", async () => {
  await open("/accounts/profile/", visitor);

  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
  expect(window.location.search).toBe("?next=%2Faccounts%2Fprofile%2F");
});

test("signing in shows the first page of one's own", async () => {
  serve({ "POST /api/session/": { body: signedIn } });
  await open("/accounts/login/", visitor);

  await signIn("secret");

  await waitFor(() => expect(window.location.pathname).toBe("/dashboard/"));
  expect(screen.getAllByText("Ada Lovelace").length).toBeGreaterThan(0);
});

test("the first page leads visitors to signing in, and others on", async () => {
  const { unmount } = await open("/", visitor);
  for (const link of within(main()).getAllByRole("link", { name: "Sign in" }))
    expect(link.getAttribute("href")).toBe("/accounts/login/");
  unmount();

  await open("/", signedIn);
  expect(within(main()).queryByRole("link", { name: "Sign in" })).toBeNull();
});

test("whoever is signed in is led on from the page where one signs in", async () => {
  serve({ "GET /api/todo/?show=open&page=1": { status: 500 } });
  await open("/accounts/login/", signedIn);

  await waitFor(() => expect(window.location.pathname).toBe("/dashboard/"));
  expect(await screen.findByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeDefined();
});

test("the menu of the account closes with Escape, with a click elsewhere and with a choice", async () => {
  await open("/accounts/profile/", signedIn);
  const menu = document.querySelector("#account-menu") as HTMLDetailsElement;
  const summary = menu.querySelector("summary") as HTMLElement;

  menu.open = true;
  await userEvent.keyboard("{Escape}");
  expect(menu.open).toBe(false);
  expect(document.activeElement).toBe(summary);

  menu.open = true;
  await userEvent.click(main());
  expect(menu.open).toBe(false);

  menu.open = true;
  await userEvent.click(within(menu).getByRole("link", { name: "Change password" }));
  expect(menu.open).toBe(false);
  expect(await screen.findByRole("heading", { name: "Change your password" })).toBeDefined();
});

test("only staff is led to the administration", async () => {
  const { unmount } = await open("/accounts/profile/", signedIn);
  expect(screen.queryByText("Administration")).toBeNull();
  unmount();

  await open("/accounts/profile/", { ...signedIn, user: { ...ada, is_staff: true } });
  expect(screen.getByText("Administration").getAttribute("href")).toBe("/admin/");
});

test("a new password is asked for twice and with the old one", async () => {
  const seen = serve({
    "PUT /api/password/": { body: signedIn },
    "GET /api/session/": { body: signedIn },
  });
  await open("/accounts/password/", signedIn);

  await userEvent.type(screen.getByLabelText("Old password"), "the old phrase");
  await userEvent.type(screen.getByLabelText("New password"), "a new phrase");
  await userEvent.type(screen.getByLabelText("New password confirmation"), "a new phrase");
  await userEvent.click(within(main()).getByRole("button", { name: "Change password" }));

  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("is changed"));
  expect(window.location.pathname).toBe("/accounts/profile/");
  expect(seen[0]?.body).toEqual({
    old_password: "the old phrase",
    new_password1: "a new phrase",
    new_password2: "a new phrase",
  });
});

test("what could not be loaded is asked for again", async () => {
  serve({ "POST /api/password/reset/link/": [{ status: 429 }, { body: { valid: true } }] });
  await open("/accounts/password/reset/uid/token/", visitor);

  expect((await screen.findByRole("alert")).textContent).toContain("tried too often");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(await screen.findByLabelText("New password")).toBeDefined();
});

test("what is wrong with a form is said and has the focus", async () => {
  const problem = { errors: ["Please enter a correct address."], fields: {} };
  serve({ "POST /api/session/": { status: 422, body: problem } });
  await open("/accounts/login/", visitor);

  await signIn("wrong");

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("Please enter a correct address.");
  expect(document.activeElement).toBe(alert);
});

test("what is wrong with a field is said at the field", async () => {
  const problem = { errors: [], fields: { name: ["Too long."] } };
  serve({ "PUT /api/profile/": { status: 422, body: problem } });
  await open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  const field = await screen.findByRole("textbox", { name: "Name", description: "Too long." });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(field);
});

test("a server that cannot be reached is not the user's fault", async () => {
  serve({ "PUT /api/profile/": { status: 502 } });
  await open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  expect((await screen.findByRole("alert")).textContent).toContain("Please try again");
});

test("a new name shows at once, and that it is saved is announced", async () => {
  const countess = { ...ada, name: "Countess", short_name: "Countess" };
  const seen = serve({
    "PUT /api/profile/": { body: countess },
    "GET /api/session/": { body: { ...signedIn, user: countess } },
  });
  await open("/accounts/profile/", signedIn);

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
  await open("/accounts/profile/", signedIn);

  await userEvent.click(screen.getByRole("button", { name: "Save" }));

  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
});

test("who was signed out elsewhere is led away on coming back", async () => {
  serve({ "GET /api/session/": { body: visitor } });
  await open("/accounts/profile/", signedIn);

  window.dispatchEvent(new Event("visibilitychange"));

  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
});

test("another page has its own title and takes the focus", async () => {
  await open("/accounts/login/", visitor);
  expect(document.title).toBe("Sign in · Test Site");
  expect(document.activeElement).toBe(document.body);

  await userEvent.click(screen.getByRole("link", { name: "Forgot your password?" }));

  await waitFor(() => expect(document.title).toBe("Reset your password · Test Site"));
  expect(document.activeElement).toBe(main());
});

test("a link that was used already leads to a new one", async () => {
  serve({ "POST /api/password/reset/link/": { body: { valid: false } } });
  await open("/accounts/password/reset/uid/token/", visitor);

  expect(await screen.findByRole("link", { name: "Get a new link" })).toBeDefined();
});

test("a new password is set by a link that works", async () => {
  const seen = serve({
    "POST /api/password/reset/link/": { body: { valid: true } },
    "PUT /api/password/reset/": { status: 204 },
  });
  await open("/accounts/password/reset/uid/token/", visitor);

  await userEvent.type(await screen.findByLabelText("New password"), "a long phrase");
  await userEvent.type(screen.getByLabelText("New password confirmation"), "a long phrase");
  await userEvent.click(screen.getByRole("button", { name: "Set the password" }));

  expect(await screen.findByText("Your new password is set. Sign in with it.")).toBeDefined();
  expect(seen.at(-1)?.body).toEqual({
    uid: "uid",
    token: "token",
    new_password1: "a long phrase",
    new_password2: "a long phrase",
  });
});

test("too many tries are explained, with how long to wait", async () => {
  serve({ "POST /api/session/": { status: 429, headers: { "Retry-After": "300" } } });
  await open("/accounts/login/", visitor);

  await signIn("guess");

  expect((await screen.findByRole("alert")).textContent).toBe(
    "That was tried too often. Wait 5 minutes, then try again.",
  );
});

test("what a page has to say is said until one leaves it", async () => {
  serve({ "POST /api/password/reset/": { status: 204 } });
  await open("/accounts/password/reset/", visitor);

  await userEvent.type(screen.getByLabelText("Email address"), "ada@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Send the link" }));

  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("on its way"));
  await userEvent.click(screen.getByRole("link", { name: "Forgot your password?" }));
  await screen.findByRole("heading", { name: "Reset your password" });
  expect(screen.getByRole("status").textContent).toBe("");
});

test("the answers that came with the document are not asked for", async () => {
  const link = { uid: "uid", token: "token" };
  const seen = serve({});
  await open("/accounts/password/reset/uid/token/", visitor, [
    [["POST /api/password/reset/link/", { body: link }], { valid: false }],
  ]);

  expect(screen.getByRole("link", { name: "Get a new link" })).toBeDefined();
  expect(seen).toEqual([]);
});

test.each([
  [403, "This page is not open to you"],
  [404, "There is no page here"],
])("a page that the server answers with %d says so", async (status, heading) => {
  serve({ "POST /api/password/reset/link/": { status }, "GET /api/session/": { body: visitor } });
  vi.spyOn(console, "error").mockReturnValue(undefined);
  await open("/accounts/password/reset/uid/token/", visitor);

  expect(await screen.findByRole("heading", { name: heading })).toBeDefined();
  expect(screen.getByRole("banner")).toBeDefined();
});

test("a page that breaks leaves the rest of the site alone", async () => {
  vi.spyOn(console, "error").mockReturnValue(undefined);
  const broken = [[["POST /api/password/reset/link/", { body: { uid: "u", token: "t" } }], null]];
  await open("/accounts/password/reset/u/t/", visitor, broken as never);

  expect(screen.getByRole("heading", { name: "Something went wrong" })).toBeDefined();
  await userEvent.click(screen.getByRole("link", { name: "Sign in" }));
  expect(await screen.findByRole("heading", { name: "Sign in to Test Site" })).toBeDefined();
});

test("an address without a page says so", async () => {
  await open("/no/such/page/", visitor);

  expect(screen.getByRole("heading", { name: "There is no page here" })).toBeDefined();
});
