import type { QueryKey } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { Session } from "@/api/schema";
import { App } from "@/app";
import { prepare } from "@/routes";
import { createQueryClient } from "@/session";

/** Opens the page at `path` for whom `session` belongs to, with what the document says already. */
export async function open(path: string, session: Session, answers: [QueryKey, unknown][] = []) {
  window.history.replaceState(null, "", path);
  await prepare(path);
  return render(<App client={createQueryClient(session, answers)} />);
}
