import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { AccountMenu } from "@/components/account-menu";
import { Mark } from "@/components/mark";
import { ThemeToggle } from "@/components/theme-toggle";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { messages, moduleLinks, siteTitle } from "@/page";
import { navigation } from "@/pages";
import { paths } from "@/paths";
import { useUser } from "@/session";

/** What is around every page. `children` takes the place of the page when one failed. */
export function Layout({ children }: { children?: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="absolute start-3 top-3 z-20 not-focus:-translate-y-[200%] rounded-md bg-primary px-4 py-2 text-primary-foreground"
      >
        {t.layout.skip}
      </a>
      <Header />
      <Main>{children ?? <Outlet />}</Main>
      <footer className="border-border border-t text-muted-foreground text-sm">
        <p className="wrap py-6">
          © {new Date().getFullYear()} {siteTitle}
        </p>
      </footer>
      <ScrollRestoration />
    </>
  );
}

function Header() {
  const user = useUser();
  return (
    <header className="sticky top-0 z-10 border-border border-b bg-background/88 backdrop-blur-md">
      <div className="wrap flex min-h-16 items-center gap-x-3 max-sm:flex-wrap">
        <Link
          to={paths.home}
          className="me-auto flex min-w-0 items-center gap-2.5 py-2 font-[650] text-foreground leading-tight tracking-[-0.015em] no-underline hover:text-foreground max-sm:min-h-16 max-sm:flex-1"
        >
          <Mark />
          {siteTitle}
        </Link>
        {user && <Navigation />}
        <ThemeToggle />
        {user ? (
          <AccountMenu user={user} />
        ) : (
          <Link className={buttonVariants({ size: "sm" })} to={paths.signIn}>
            {t.signIn.action}
          </Link>
        )}
      </div>
    </header>
  );
}

const NAV_ITEM =
  "block rounded-md px-2.5 py-1.5 text-[0.9375rem] text-muted-foreground no-underline hover:bg-muted hover:text-foreground aria-[current]:bg-muted aria-[current]:text-foreground motion-safe:transition-colors";

function Navigation() {
  return (
    <nav
      aria-label={t.layout.main}
      className="grow-10 max-sm:order-1 max-sm:basis-full max-sm:pb-2"
    >
      <ul className="flex flex-wrap gap-1 sm:ms-2">
        {navigation.map(({ label, path }) => (
          <li key={path}>
            <NavLink to={path} className={NAV_ITEM}>
              {label}
            </NavLink>
          </li>
        ))}
        {moduleLinks("nav").map(({ label, href }) => (
          <li key={href}>
            <a href={href} className={NAV_ITEM}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How a message of Django looks that is not a good one. */
const VARIANTS: Record<string, "destructive"> = { warning: "destructive", error: "destructive" };

/** Takes the focus when another page is shown, as a browser does when it loads one. */
function Main({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { pathname, hash, state } = useLocation();
  const message = messageOf(state);
  const [told, setTold] = useState(messages);
  const shown = useRef(pathname);

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setTold([]);
    if (!hash) main.current?.focus();
  }, [pathname, hash]);

  useEffect(() => {
    // It is said once: a reload does not say it again.
    if (message) window.history.replaceState({ ...window.history.state, usr: null }, "");
  }, [message]);

  return (
    <main ref={main} id="main" tabIndex={-1} className="flex-1 outline-none">
      <div role="status" className="wrap">
        {told.map(({ level, text }) => (
          <Alert key={text} className="mt-4 mb-1" variant={VARIANTS[level] ?? "default"}>
            {text}
          </Alert>
        ))}
        {message && <Alert className="mt-4 mb-1">{message}</Alert>}
      </div>
      {children}
    </main>
  );
}

/** What one page has to say on the next one: `navigate(path, { state: { message } })`. */
function messageOf(state: unknown): string | null {
  if (typeof state !== "object" || state === null || !("message" in state)) return null;
  return typeof state.message === "string" ? state.message : null;
}
