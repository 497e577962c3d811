import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Item, Part } from "@/api/schema";
import { open } from "@/test/render";
import { serve, signedIn } from "@/test/server";
import { firstPart } from "@/todo/part";

const item = (title: string, more: Partial<Item> = {}): Item => ({
  public_id: title.toLowerCase(),
  title,
  priority: "normal",
  done: false,
  ...more,
});

function part(items: Item[], more: Partial<Part> = {}): { body: Part } {
  const open = items.filter(({ done }) => !done).length;
  return { body: { items, page: 1, pages: 1, open, done: items.length - open, ...more } };
}

const OPEN = "GET /api/todo/?show=open&page=1";
const spoken = () => screen.getAllByRole("status").map((region) => region.textContent);

test("the parts of the list are counted, and the shown one is marked", async () => {
  serve({ "GET /api/todo/?show=all&page=1": part([item("Read"), item("Run", { done: true })]) });
  await open("/todo/?show=all", signedIn);

  const current = await screen.findByRole("link", { current: "page", name: "All 2" });
  expect(current.getAttribute("href")).toBe("/todo/?show=all");
  expect(screen.getByRole("link", { name: "To do 1" }).getAttribute("href")).toBe("/todo/");
});

test("an item is added, and the form is ready for the next one", async () => {
  const seen = serve({
    [OPEN]: [part([]), part([item("Read")])],
    "POST /api/todo/": { body: item("Read") },
  });
  await open("/todo/", signedIn);
  await screen.findByRole("heading", { name: "Your list is empty" });

  await userEvent.type(screen.getByRole("textbox", { name: "Title" }), "Read{Enter}");

  await waitFor(() => expect(spoken()).toContain("“Read” is on the list."));
  expect(seen[1]?.body).toEqual({ title: "Read", priority: "normal" });
  const field = screen.getByRole("textbox", { name: "Title" });
  expect(document.activeElement).toBe(field);
  expect((field as HTMLInputElement).value).toBe("");
});

test("an item that is ticked off leaves, and the heading has the focus", async () => {
  serve({
    [OPEN]: [part([item("Read")]), part([], { done: 1 })],
    "POST /api/todo/read/complete/": { status: 204 },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Tick off “Read”" }));

  await screen.findByRole("heading", { name: "All done" });
  expect(spoken()).toContain("“Read” is done.");
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "To-do list" }));
});

test("an item moves, and the button that moved it keeps the focus", async () => {
  serve({
    [OPEN]: [part([item("Read"), item("Run")]), part([item("Run"), item("Read")])],
    "POST /api/todo/run/up/?show=open": [{ body: { moved: true } }, { body: { moved: false } }],
  });
  await open("/todo/", signedIn);
  const up = { name: "Move “Run” up" };

  await userEvent.click(await screen.findByRole("button", up));
  await waitFor(() => expect(spoken()).toContain("“Run” is one place higher."));
  const [first] = within(screen.getByRole("list", { name: "To-do list" })).getAllByRole("listitem");
  expect(first?.textContent).toContain("Run");
  expect(document.activeElement).toBe(screen.getByRole("button", up));

  await userEvent.click(screen.getByRole("button", up));
  await waitFor(() => expect(spoken()).toContain("“Run” is the first already."));
});

test("an item moves down, and stays where it is at the end", async () => {
  serve({
    [OPEN]: part([item("Read")]),
    "POST /api/todo/read/down/?show=open": [{ body: { moved: true } }, { body: { moved: false } }],
  });
  await open("/todo/", signedIn);
  const down = await screen.findByRole("button", { name: "Move “Read” down" });

  await userEvent.click(down);
  await waitFor(() => expect(spoken()).toContain("“Read” is one place lower."));
  await userEvent.click(down);
  await waitFor(() => expect(spoken()).toContain("“Read” is the last already."));
});

test("an edit that is given up changes nothing", async () => {
  const seen = serve({ [OPEN]: part([item("Read")]) });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Edit “Read”" }));
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));

  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Edit “Read”" }));
  expect(seen.map(({ operation }) => operation)).toEqual([OPEN]);
});

test("an item is edited in its place", async () => {
  const seen = serve({
    [OPEN]: [part([item("Red")]), part([item("Red", { title: "Read", priority: "high" })])],
    "PUT /api/todo/red/": { body: item("Read", { priority: "high" }) },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Edit “Red”" }));
  const form = within(screen.getByRole("form", { name: "Edit this item" }));
  const title = form.getByRole("textbox", { name: "Title" });
  expect(document.activeElement).toBe(title);
  await userEvent.clear(title);
  await userEvent.type(title, "Read");
  await userEvent.selectOptions(form.getByRole("combobox", { name: "Priority" }), "high");
  await userEvent.click(form.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("High priority")).toBeDefined();
  expect(seen[1]?.body).toEqual({ title: "Read", priority: "high" });
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Edit “Read”" }));
});

test("a deletion is taken back", async () => {
  serve({
    [OPEN]: [part([item("Read")]), part([]), part([item("Read")])],
    "DELETE /api/todo/read/": { status: 204 },
    "POST /api/todo/read/restore/": { status: 204 },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Delete “Read”" }));
  const undo = await screen.findByRole("button", { name: "Undo" });
  await waitFor(() => expect(document.activeElement).toBe(undo));
  await userEvent.click(undo);

  expect(await screen.findByRole("button", { name: "Delete “Read”" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

test("a change that fails is said, and the list shows what is true", async () => {
  serve({ [OPEN]: part([item("Read")]), "DELETE /api/todo/read/": { status: 500 } });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Delete “Read”" }));

  expect((await screen.findByRole("alert")).textContent).toContain("Please try again");
  expect(screen.getByRole("button", { name: "Delete “Read”" })).toBeDefined();
});

test("ticking off shows before the server has answered", async () => {
  const answered = Promise.withResolvers<void>();
  serve({
    [OPEN]: [part([item("Read"), item("Run")]), part([item("Run")], { done: 1 })],
    "POST /api/todo/read/complete/": { status: 204, after: answered.promise },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Tick off “Read”" }));

  expect(screen.getByRole("button", { name: "Open “Read” again" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Done 1" })).toBeDefined();
  answered.resolve();
  await waitFor(() => expect(spoken()).toContain("“Read” is done."));
  expect(screen.queryByText("Read")).toBeNull();
});

test("ticking off is taken back when the server refuses it", async () => {
  serve({
    [OPEN]: part([item("Read")]),
    "POST /api/todo/read/complete/": { status: 500 },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Tick off “Read”" }));

  expect((await screen.findByRole("alert")).textContent).toContain("Please try again");
  expect(screen.getByRole("button", { name: "Tick off “Read”" })).toBeDefined();
  expect(screen.getByRole("link", { name: "To do 1" })).toBeDefined();
});

test("of two that are ticked off at once, neither flickers back", async () => {
  const first = Promise.withResolvers<void>();
  const seen = serve({
    [OPEN]: [part([item("Read"), item("Run")]), part([], { done: 2 })],
    "POST /api/todo/read/complete/": { status: 204, after: first.promise },
    "POST /api/todo/run/complete/": { status: 204 },
  });
  await open("/todo/", signedIn);

  await userEvent.click(await screen.findByRole("button", { name: "Tick off “Read”" }));
  await userEvent.click(screen.getByRole("button", { name: "Tick off “Run”" }));
  first.resolve();

  await screen.findByRole("heading", { name: "All done" });
  const [, ...changes] = seen.map(({ operation }) => operation);
  expect(changes).toEqual(["POST /api/todo/read/complete/", "POST /api/todo/run/complete/", OPEN]);
});

test("the part that came with the document is shown at once", async () => {
  const { body } = part([item("Read")]);
  const seen = serve({});
  await open("/todo/", signedIn, [[["GET /api/todo/", { query: firstPart }], body]]);

  expect(screen.getByRole("button", { name: "Tick off “Read”" })).toBeDefined();
  expect(seen).toEqual([]);
});

test("a long list has pages", async () => {
  serve({ "GET /api/todo/?show=done&page=2": part([], { page: 2, pages: 3 }) });
  await open("/todo/?show=done&page=2", signedIn);

  const next = await screen.findByRole("link", { name: "Next" });
  expect(next.getAttribute("href")).toBe("/todo/?show=done&page=3");
  expect(screen.getByRole("link", { name: "Previous" }).getAttribute("href")).toBe(
    "/todo/?show=done",
  );
});

test("the dashboard shows what comes next", async () => {
  serve({ [OPEN]: part([item("Read"), item("Run")], { done: 3 }) });
  await open("/dashboard/", signedIn);

  expect(await screen.findByRole("heading", { name: "Read" })).toBeDefined();
  expect(screen.getByText("2 things to do, 3 done")).toBeDefined();
});
