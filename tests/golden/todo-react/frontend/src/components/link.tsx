import type { ComponentProps } from "react";
import { Link as RouterLink } from "wouter";
import { prepare } from "@/routes";

type LinkProps = Omit<ComponentProps<"a">, "href"> & { to: string };

/** A link to another page, whose code is fetched once somebody seems to want it. */
export function Link({ to, ...props }: LinkProps) {
  const soon = () => {
    // What fails now is tried again when the link is followed.
    prepare(to).catch(() => undefined);
  };
  return <RouterLink to={to} onPointerEnter={soon} onFocus={soon} {...props} />;
}
