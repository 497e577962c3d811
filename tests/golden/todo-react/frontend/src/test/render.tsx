import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import type { Session } from "@/api/schema";
import { routesWith } from "@/app";
import { createQueryClient } from "@/session";

/** Opens the page at `path` for whom `session` belongs to. */
export function open(path: string, session: Session) {
  const router = createMemoryRouter(routesWith([]), { initialEntries: [path] });
  render(
    <QueryClientProvider client={createQueryClient(session)}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}
