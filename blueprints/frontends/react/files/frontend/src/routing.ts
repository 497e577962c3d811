import type { ComponentType } from "react";

/** A page: its address, and its code, which comes when somebody wants to see it. */
export type Route = {
  path: string;
  /** Whether visitors may see it. */
  open?: boolean;
  code: () => Promise<{ default: ComponentType }>;
};

/** The route that an address belongs to. */
export function routeOf(routes: readonly Route[], address: string): Route | undefined {
  return routes.find(({ path }) => fits(path, address));
}

/** Whether a page is below one of these paths, where Django draws the pages. */
export function isDocument(documents: readonly string[], address: string): boolean {
  return documents.some((path) => fits(path, address, ".*"));
}

function fits(path: string, address: string, rest = ""): boolean {
  const { pathname } = new URL(address, window.location.href);
  return new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}${rest}$`).test(pathname);
}

const asked = new Map<Route, Promise<ComponentType>>();
const here = new Map<Route, ComponentType>();

/** The code of a page, as soon as it is here. What could not be fetched is fetched again. */
export function load(route: Route): Promise<ComponentType> {
  const before = asked.get(route);
  if (before !== undefined) return before;
  const loading = route.code().then((module) => {
    here.set(route, module.default);
    return module.default;
  });
  loading.catch(() => asked.delete(route));
  asked.set(route, loading);
  return loading;
}

/** The code of a page that is here already. */
export function loaded(route: Route): ComponentType | undefined {
  return here.get(route);
}
