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
import { t } from "@/i18n";
import { openPages, pages } from "@/pages";
import { paths } from "@/paths";
import { useUser } from "@/session";

export const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: (
      <Layout>
        <Failed />
      </Layout>
    ),
    children: [
      ...openPages,
      { path: paths.signIn, element: <SignIn /> },
      { path: paths.passwordReset, element: <PasswordReset /> },
      { path: paths.passwordResetConfirm, element: <PasswordResetConfirm /> },
      {
        element: <SignedIn />,
        children: [
          ...pages,
          { path: paths.profile, element: <Profile /> },
          { path: paths.passwordChange, element: <PasswordChange /> },
        ],
      },
      { path: "*", element: <NotFound /> },
    ],
  },
];

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={createBrowserRouter(routes)} />
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
