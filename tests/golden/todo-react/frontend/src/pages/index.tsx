import type { RouteObject } from "react-router";
import { t } from "@/i18n";
import { Dashboard } from "@/pages/dashboard";
import { Home } from "@/pages/home";
import { paths } from "@/paths";
import { List } from "@/todo/list";
import { listPath } from "@/todo/part";

/** Pages that visitors may see. Each needs its URL in Django too. */
export const openPages: RouteObject[] = [{ path: paths.home, element: <Home /> }];

/** Pages for people who are signed in. */
export const pages: RouteObject[] = [
  { path: paths.dashboard, element: <Dashboard /> },
  { path: listPath, element: <List /> },
];

/** What the bar at the top leads to. */
export const navigation = [
  { label: t.dashboard.title, path: paths.dashboard },
  { label: t.todo.title, path: listPath },
];
