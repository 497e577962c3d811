import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const alertVariants = cva("rounded-md px-4 py-3", {
  variants: {
    variant: {
      default: "bg-accent font-[550] text-accent-foreground",
      destructive: "bg-destructive-soft text-[0.9375rem] text-destructive",
      warning: "bg-warning-soft font-[550] text-warning",
    },
  },
  defaultVariants: { variant: "default" },
});

export function Alert({
  className,
  variant,
  ...props
}: ComponentProps<"div"> & VariantProps<typeof alertVariants>) {
  return <div className={cn(alertVariants({ variant }), className)} {...props} />;
}
