import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { call } from "@/api/client";
import type { Account } from "@/api/schema";
import { Link } from "@/components/link";
import { t } from "@/i18n";
import { moduleLinks } from "@/page";
import { djangoPaths, paths } from "@/paths";

const ITEM =
  "block w-full cursor-pointer rounded-sm px-3 py-2 text-start text-[0.9375rem] text-foreground no-underline pointer-coarse:py-2.5 hover:bg-muted";

export function AccountMenu({ user }: { user: Account }) {
  const signOut = useMutation({
    mutationFn: () => call("DELETE /api/session/"),
    // A new document: nothing of the session stays in memory.
    onSuccess: () => window.location.assign(paths.home),
  });
  return (
    <Menu
      id="account-menu"
      summary={
        <>
          <span
            aria-hidden="true"
            className="grid size-8 flex-none place-items-center rounded-full bg-accent font-semibold text-accent-foreground text-sm"
          >
            {user.short_name.charAt(0).toUpperCase()}
          </span>
          <span className="truncate pe-1 text-[0.9375rem] max-sm:sr-only sm:max-w-48">
            {user.short_name}
          </span>
        </>
      }
    >
      <li>
        <Link className={ITEM} to={paths.profile}>
          {t.profile.link}
        </Link>
      </li>
      <li>
        <Link className={ITEM} to={paths.passwordChange}>
          {t.passwordChange.link}
        </Link>
      </li>
      {moduleLinks("account-menu").map(({ label, href }) => (
        <li key={href}>
          <a className={ITEM} href={href}>
            {label}
          </a>
        </li>
      ))}
      {user.is_staff && (
        <li>
          <a className={ITEM} href={djangoPaths.admin}>
            {t.layout.administration}
          </a>
        </li>
      )}
      <li className="mt-1.5 border-border border-t pt-1.5">
        <button type="button" className={ITEM} onClick={() => signOut.mutate()}>
          {t.layout.signOut}
        </button>
      </li>
    </Menu>
  );
}

type MenuProps = { id: string; summary: ReactNode; children: ReactNode };

/** Closes with Escape, with a click elsewhere, and when something in it was chosen. */
function Menu({ id, summary, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (event: MouseEvent | KeyboardEvent) => {
      const menu = details.current;
      if (!menu?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const summary = menu.querySelector("summary");
      const chosen = event instanceof MouseEvent && !summary?.contains(event.target as Node);
      if (escaped || chosen) menu.open = false;
      if (escaped) summary?.focus();
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  return (
    <details ref={details} id={id} className="relative">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-md p-1 hover:bg-muted [&::-webkit-details-marker]:hidden">
        {summary}
      </summary>
      <ul className="absolute end-0 top-[calc(100%+0.5rem)] min-w-60 rounded-md border border-border bg-card p-1.5 shadow-lg">
        {children}
      </ul>
    </details>
  );
}
