import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense, use } from "react";
import { Redirect, Route as RouteParameters, Router, useLocation, useSearch } from "wouter";
import { ErrorBoundary } from "@/components/error-boundary";
import { Failed, NotFound } from "@/components/errors";
import { Layout } from "@/components/layout";
import { Loading } from "@/components/loading";
import { Messages } from "@/components/message";
import { paths } from "@/paths";
import { go, routeTo } from "@/routes";
import { load, loaded, type Route } from "@/routing";
import { useUser } from "@/session";

const failed = (error: Error) => <Failed error={error} />;

export function App({ client }: { client: QueryClient }) {
  return (
    <ErrorBoundary fallback={failed}>
      <QueryClientProvider client={client}>
        <Router aroundNav={go}>
          <Messages>
            <Layout>
              <Shown />
            </Layout>
          </Messages>
        </Router>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** The page that the address names; one that fails leaves what is around it alone. */
function Shown() {
  const [pathname] = useLocation();
  const route = routeTo(pathname);
  return (
    <ErrorBoundary key={pathname} fallback={failed}>
      <Suspense fallback={<Loading />}>{route ? <Page route={route} /> : <NotFound />}</Suspense>
    </ErrorBoundary>
  );
}

/** Leads visitors to the page where one signs in, and back from there. */
function Page({ route }: { route: Route }) {
  const user = useUser();
  const [pathname] = useLocation();
  const search = useSearch();
  if (!route.open && !user) {
    const next = search ? `${pathname}?${search}` : pathname;
    return <Redirect replace to={`${paths.signIn}?${new URLSearchParams({ next })}`} />;
  }
  const Code = loaded(route) ?? use(load(route));
  return (
    <RouteParameters path={route.path}>
      <Code />
    </RouteParameters>
  );
}
