/** The pages' addresses. Django knows the same ones, so that an unknown one is a real 404. */
export const paths = {
  home: "/",
  dashboard: "/dashboard/",
  signIn: "/accounts/login/",
  profile: "/accounts/profile/",
  passwordChange: "/accounts/password/",
  passwordReset: "/accounts/password/reset/",
  passwordResetConfirm: "/accounts/password/reset/:uid/:token/",
};

/** Pages of Django's own: links to them load a new document. */
export const djangoPaths = {
  admin: "/admin/",
  addUser: "/admin/accounts/user/add/",
};

/** Where signing in leads back to: an address of this site, or nothing. */
export function nextPath(search: string): string | null {
  const next = new URLSearchParams(search).get("next");
  if (!next?.startsWith("/")) return null;
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search + url.hash : null;
}
