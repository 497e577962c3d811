import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { AccountMenu } from "@/components/account-menu";
import { Languages } from "@/components/languages";
import { Link } from "@/components/link";
import { Mark } from "@/components/mark";
import { Message } from "@/components/message";
import { ThemeToggle } from "@/components/theme-toggle";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { moduleLinks, siteTitle } from "@/page";
import { navigation } from "@/pages";
import { paths } from "@/paths";
import { useUser } from "@/session";

/** What is around every page. */
export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="absolute start-3 top-3 z-20 not-focus:-translate-y-[200%] rounded-md bg-primary px-4 py-2 text-primary-foreground"
      >
        {t.layout.skip}
      </a>
      <Header />
      <Main>{children}</Main>
      <footer className="border-border border-t text-muted-foreground text-sm">
        <div className="wrap flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-6">
          <p>
            © {new Date().getFullYear()} {siteTitle}
          </p>
          <Languages />
        </div>
      </footer>
    </>
  );
}

function Header() {
  const user = useUser();
  return (
    <header className="bar">
      <div className="wrap">
        <Link to={paths.home} className="brand">
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
  "block rounded-md px-2.5 py-1.5 text-[0.9375rem] text-muted-foreground no-underline pointer-coarse:py-2.5 hover:bg-muted hover:text-foreground aria-[current]:bg-muted aria-[current]:text-foreground motion-safe:transition-colors";

function Navigation() {
  const [pathname] = useLocation();
  return (
    <nav
      aria-label={t.layout.main}
      className="grow-10 max-sm:order-1 max-sm:basis-full max-sm:pb-2"
    >
      <ul className="flex flex-wrap gap-1 sm:ms-2">
        {navigation.map(({ label, path }) => (
          <li key={path}>
            <Link
              to={path}
              aria-current={pathname.startsWith(path) ? "page" : undefined}
              className={NAV_ITEM}
            >
              {label}
            </Link>
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

/** Takes the focus when another page is shown, as a browser does when it loads one. */
function Main({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const [pathname] = useLocation();
  const shown = useRef(pathname);

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (!window.location.hash) main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <main ref={main} id="main" tabIndex={-1} className="flex-1 outline-none">
      <Message />
      {children}
    </main>
  );
}
