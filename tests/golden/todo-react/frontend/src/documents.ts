import { type RouteObject, redirectDocument } from "react-router";

/** Routes below the paths of `documents`, where Django draws the pages. */
export function documentRoutes(documents: string[]): RouteObject[] {
  return documents.map((path) => ({
    path: `${path}*`,
    loader: ({ request }) => loadDocument(request),
    element: null,
  }));
}

/** Those of `routes` that Django does not draw. */
export function withoutDocuments(routes: RouteObject[], documents: string[]): RouteObject[] {
  return routes.filter(({ path = "" }) => !documents.some((prefix) => path.startsWith(prefix)));
}

/** Leaves for a page of Django's, as a link without a router does. */
export function loadDocument(request: Request): Response {
  return redirectDocument(request.url);
}
