import { expect, test } from "vitest";
import { documentRoutes, loadDocument, withoutDocuments } from "@/documents";

test("a page that Django draws loads as a document", () => {
  const { status, headers } = loadDocument(new Request("http://localhost/accounts/profile/"));

  expect(status).toBe(302);
  expect(headers.get("Location")).toBe("http://localhost/accounts/profile/");
  expect(headers.get("X-Remix-Reload-Document")).toBe("true");
});

test("pages that Django draws take the place of the frontend's own", () => {
  const own = [{ path: "/accounts/login/" }, { path: "/about/" }, { id: "without a path" }];

  expect(withoutDocuments(own, ["/accounts/"])).toEqual(own.slice(1));
  expect(documentRoutes(["/accounts/"])).toMatchObject([{ path: "/accounts/*" }]);
});
