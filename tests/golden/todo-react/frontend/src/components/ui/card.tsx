import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A titled region: `labelledBy` is the id of its heading. */
export function Card({
  className,
  labelledBy,
  ...props
}: ComponentProps<"section"> & { labelledBy: string }) {
  return (
    <section
      aria-labelledby={labelledBy}
      className={cn(
        "grid min-w-0 content-start gap-5 rounded-lg border border-border bg-card p-[clamp(1.25rem,4vw,1.75rem)] text-card-foreground shadow-sm",
        className,
      )}
      {...props}
    />
  );
}
