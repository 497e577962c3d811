import {
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { HttpError, keepToken } from "@/api/client";
import { asking } from "@/api/queries";
import type { Account, Session } from "@/api/schema";

const sessionQuery = queryOptions({
  ...asking("GET /api/session/"),
  staleTime: Number.POSITIVE_INFINITY,
  // Whoever comes back to an open page may have been signed out elsewhere.
  refetchOnWindowFocus: "always",
});

/** What is not fetched again at once after it came with the document, or with another page. */
const FRESH = 5_000;

/** The cache of everything the server said; the document brings the session and first answers. */
export function createQueryClient(
  session: Session,
  answers: [key: QueryKey, data: unknown][] = [],
): QueryClient {
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
    defaultOptions: { queries: { retry, staleTime: FRESH, throwOnError: isNotForThisUser } },
  });
  begin(client, session);
  for (const [key, data] of answers) client.setQueryData(key, data);
  return client;
}

/** Then there is no page to show: see `components/errors.tsx`. */
function isNotForThisUser(error: Error): boolean {
  return error instanceof HttpError && (error.status === 403 || error.status === 404);
}

/** Who uses the page; nobody for a visitor. */
export function useUser(): Account | null {
  return useQuery(sessionQuery).data?.user ?? null;
}

/** What a form that the browser sends itself proves with that it is one of this site. */
export function useToken(): string {
  return useQuery(sessionQuery).data?.csrf_token ?? "";
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
    client.removeQueries({
      predicate: ({ queryKey: [name] }) => name !== sessionQuery.queryKey[0],
    });
  client.setQueryData(sessionQuery.queryKey, session);
}
