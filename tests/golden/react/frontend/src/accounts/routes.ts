import { paths } from "@/paths";
import type { Route } from "@/routing";

export const accountRoutes: Route[] = [
  { path: paths.signIn, open: true, code: () => import("@/accounts/sign-in") },
  { path: paths.passwordReset, open: true, code: () => import("@/accounts/password-reset") },
  {
    path: paths.passwordResetConfirm,
    open: true,
    code: () => import("@/accounts/password-reset-confirm"),
  },
  { path: paths.profile, code: () => import("@/accounts/profile") },
  { path: paths.passwordChange, code: () => import("@/accounts/password-change") },
];
