import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createBrowserRouter,
  Link,
  Navigate,
  Outlet,
  type RouteObject,
  useLocation,
} from "react-router";
import { RouterProvider } from "react-router/dom";
import { PasswordChange } from "@/accounts/password-change";
import { PasswordReset } from "@/accounts/password-reset";
import { PasswordResetConfirm } from "@/accounts/password-reset-confirm";
import { Profile } from "@/accounts/profile";
import { SignIn } from "@/accounts/sign-in";
import { Layout } from "@/components/layout";
import { Notice } from "@/components/notice";
import { Button, buttonVariants } from "@/components/ui/button";
import { documentRoutes, withoutDocuments } from "@/documents";
import { t } from "@/i18n";
import { documents } from "@/page";
import { openPages, pages } from "@/pages";
import { paths } from "@/paths";
import { useUser } from "@/session";

const openAccountPages: RouteObject[] = [
  { path: paths.signIn, element: <SignIn /> },
  { path: paths.passwordReset, element: <PasswordReset /> },
  { path: paths.passwordResetConfirm, element: <PasswordResetConfirm /> },
];
const accountPages: RouteObject[] = [
  { path: paths.profile, element: <Profile /> },
  { path: paths.passwordChange, element: <PasswordChange /> },
];

/** Every page. A module may have pages of its own in place of some: those below `documents`. */
export function routesWith(documents: string[]): RouteObject[] {
  return [
    {
      element: <Layout />,
      errorElement: (
        <Layout>
          <Failed />
        </Layout>
      ),
      children: [
        ...openPages,
        ...withoutDocuments(openAccountPages, documents),
        {
          element: <SignedIn />,
          children: [...pages, ...withoutDocuments(accountPages, documents)],
        },
        ...documentRoutes(documents),
        { path: "*", element: <NotFound /> },
      ],
    },
  ];
}

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={createBrowserRouter(routesWith(documents))} />
    </QueryClientProvider>
  );
}

/** Leads visitors to the page where one signs in, and back from there. */
function SignedIn() {
  const user = useUser();
  const { pathname, search } = useLocation();
  if (user) return <Outlet />;
  return (
    <Navigate replace to={`${paths.signIn}?${new URLSearchParams({ next: pathname + search })}`} />
  );
}

function NotFound() {
  return (
    <Notice title={t.errors.notFound} advice={t.errors.notFoundAdvice}>
      <Link className={buttonVariants()} to={paths.home}>
        {t.errors.goHome}
      </Link>
    </Notice>
  );
}

function Failed() {
  return (
    <Notice title={t.errors.broken} advice={t.errors.brokenAdvice}>
      <Button onClick={() => window.location.reload()}>{t.errors.reload}</Button>
    </Notice>
  );
}
