import { expect, test, vi } from "vitest";
import { go } from "@/routes";
import { isDocument, load, loaded, type Route, routeOf } from "@/routing";

const Page = () => null;

function route(path: string, code: Route["code"] = async () => ({ default: Page })): Route {
  return { path, code };
}

test("an address belongs to the route that fits all of it", () => {
  const routes = [route("/"), route("/list/"), route("/list/:id/")];
  const found = (address: string) => routeOf(routes, address)?.path;

  expect(found("/")).toBe("/");
  expect(found("/list/?show=all#top")).toBe("/list/");
  expect(found("/list/7/")).toBe("/list/:id/");
  expect(found("/list/7/more/")).toBeUndefined();
});

test("pages that Django draws are no routes", () => {
  const documents = ["/t/:team/", "/accounts/"];

  expect(isDocument(documents, "/t/red/members/")).toBe(true);
  expect(isDocument(documents, "/accounts/")).toBe(true);
  expect(isDocument(documents, "/t/")).toBe(false);
  expect(isDocument(documents, "/about/accounts/")).toBe(false);
});

test("code is fetched once", async () => {
  const code = vi.fn(async () => ({ default: Page }));
  const page = route("/once/", code);
  expect(loaded(page)).toBeUndefined();

  await Promise.all([load(page), load(page)]);

  expect(loaded(page)).toBe(Page);
  expect(code).toHaveBeenCalledOnce();
});

test("code that could not be fetched is fetched again", async () => {
  const code = vi.fn(async () => ({ default: Page })).mockRejectedValueOnce(new Error("offline"));
  const page = route("/again/", code);

  await expect(load(page)).rejects.toThrow("offline");

  expect(await load(page)).toBe(Page);
});

test("of two links that are followed at once, the later one counts", async () => {
  const shown: string[] = [];
  const navigate = (to: string) => shown.push(to);

  await Promise.all([go(navigate, "/accounts/login/"), go(navigate, "/there/")]);

  expect(shown).toEqual(["/there/"]);
});

test("another page is shown from its top, another part of the same page is not", async () => {
  const scrollTo = vi.spyOn(window, "scrollTo");
  window.history.replaceState(null, "", "/here/");
  const navigate = (to: string) => window.history.pushState(null, "", to);

  await go(navigate, "/here/?part=2");
  expect(scrollTo).not.toHaveBeenCalled();

  await go(navigate, "/there/");
  expect(scrollTo).toHaveBeenCalledWith(0, 0);
});
