import { vi } from "vitest";
import type { Account, Session } from "@/api/schema";

type Reply = {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** When the answer is given. */
  after?: Promise<void>;
};

/** A request as a server sees it. */
export type Seen = { operation: string; token: string | null; body: unknown };

/** Answers requests by method and path, each with its next reply, the last one over and over. */
export function serve(replies: Record<string, Reply | Reply[]>): Seen[] {
  const seen: Seen[] = [];
  const left = new Map(
    Object.entries(replies).map(([operation, reply]) => [operation, [reply].flat()]),
  );
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const operation = `${init.method} ${url}`;
    const token = new Headers(init.headers).get("X-CSRFToken");
    seen.push({ operation, token, body: init.body ? JSON.parse(String(init.body)) : undefined });
    const queue = left.get(operation) ?? [];
    const reply = queue.length > 1 ? queue.shift() : queue[0];
    if (!reply) throw new Error(`no reply for ${operation}`);
    const { status = 200, body, headers = {}, after } = reply;
    await after;
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers,
    });
  });
  return seen;
}

export const ada: Account = {
  email: "ada@example.com",
  name: "Ada Lovelace",
  short_name: "Ada Lovelace",
  is_staff: false,
  date_joined: "2026-01-02T03:04:05Z",
  last_login: "2026-02-03T04:05:06Z",
};

export const visitor: Session = { csrf_token: "of a visitor", user: null };
export const signedIn: Session = { csrf_token: "of Ada", user: ada };
