import { t } from "@/i18n";
import { paths } from "@/paths";
import type { Route } from "@/routing";
import { listPath } from "@/todo/part";

/** The site's own pages. Each needs its URL in Django too. */
export const siteRoutes: Route[] = [
  { path: paths.home, open: true, code: () => import("@/pages/home") },
  { path: paths.dashboard, code: () => import("@/pages/dashboard") },
  { path: listPath, code: () => import("@/todo/list") },
];

/** What the bar at the top leads to. */
export const navigation = [
  { label: t.dashboard.title, path: paths.dashboard },
  { label: t.todo.title, path: listPath },
];
