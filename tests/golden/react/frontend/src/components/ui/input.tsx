import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const CONTROL =
  "min-h-11 w-full rounded-md border border-input bg-card px-3 py-2 text-card-foreground disabled:border-dashed disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-destructive";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(CONTROL, className)} {...props} />;
}
