import {
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, HttpError, keepToken } from "@/api/client";
import type { Account, Session } from "@/api/schema";

const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => call("GET /api/session/"),
  staleTime: Number.POSITIVE_INFINITY,
  // Whoever comes back to an open page may have been signed out elsewhere.
  refetchOnWindowFocus: "always",
});

/** The cache of everything the server said. `session` is what it said with the document. */
export function createQueryClient(session: Session): QueryClient {
  // A session that ended, in another tab or by age, shows as soon as a request is refused.
  const onError = (error: Error) => {
    if (error instanceof HttpError && error.status === 401)
      void client.invalidateQueries(sessionQuery);
  };
  const retry = (failures: number, error: Error) =>
    failures < 2 && !(error instanceof HttpError && error.status < 500);
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry } },
  });
  begin(client, session);
  return client;
}

/** Who uses the page; nobody for a visitor. */
export function useUser(): Account | null {
  return useQuery(sessionQuery).data?.user ?? null;
}

/** Who uses a page that is shown to nobody else. */
export function useSignedInUser(): Account {
  const user = useUser();
  if (!user) throw new Error("this page is for people who are signed in");
  return user;
}

/** Takes over a session that the server told of; what belonged to another user is forgotten. */
export function useBegin(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => begin(client, session);
}

/** Asks who uses the page once more, after something about them changed. */
export function useRefreshSession(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries(sessionQuery);
}

function begin(client: QueryClient, session: Session): void {
  keepToken(session);
  const before = client.getQueryData(sessionQuery.queryKey);
  if (before?.user?.email !== session.user?.email)
    client.removeQueries({ predicate: ({ queryKey: [name] }) => name !== "session" });
  client.setQueryData(sessionQuery.queryKey, session);
}
