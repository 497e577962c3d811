import { accountRoutes } from "@/accounts/routes";
import { known } from "@/page";
import { siteRoutes } from "@/pages";
import { isDocument, load, type Route, routeOf } from "@/routing";

/** Every page. Django knows the same ones: see the `views.py` of each application. */
const routes: readonly Route[] = [...siteRoutes, ...accountRoutes];

/** The route that an address belongs to, unless a module has a page of its own there. */
export function routeTo(address: string): Route | undefined {
  return isDocument(known.documents, address) ? undefined : routeOf(routes, address);
}

/** Fetches the code of the page at an address of this site, if it has one. */
export async function prepare(address: string): Promise<void> {
  const route = routeTo(address);
  if (route) await load(route);
}

let followed = 0;

type Navigate<Options> = (to: string, options?: Options) => void;

/** Shows another page once its code is here, so that nothing flickers in between. */
export async function go<Options>(
  navigate: Navigate<Options>,
  to: string,
  options?: Options,
): Promise<void> {
  followed += 1;
  const turn = followed;
  // A release takes the code away that an old document knows of. A new one knows the new code.
  const ready = await prepare(to).then(
    () => true,
    () => false,
  );
  // Of two links that were followed meanwhile, the later one counts.
  if (turn !== followed) return;
  if (!ready || isDocument(known.documents, to)) {
    window.location.assign(to);
    return;
  }
  const { pathname } = window.location;
  navigate(to, options);
  if (window.location.pathname !== pathname) window.scrollTo(0, 0);
}
