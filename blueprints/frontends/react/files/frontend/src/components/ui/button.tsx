import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** Also for links that look like buttons: `<Link className={buttonVariants()}>`. */
export const buttonVariants = cva(
  "inline-flex cursor-pointer items-center justify-center gap-2 whitespace-nowrap rounded-md border text-center font-semibold leading-tight no-underline disabled:cursor-default disabled:opacity-60 aria-disabled:opacity-60 motion-safe:transition-colors",
  {
    variants: {
      variant: {
        default: "border-transparent bg-primary text-primary-foreground hover:bg-primary-strong",
        outline: "border-input bg-transparent text-foreground hover:bg-muted",
        ghost:
          "border-transparent bg-transparent text-muted-foreground hover:bg-muted hover:text-foreground",
        inverse:
          "border-transparent bg-band-foreground text-band-button hover:bg-white focus-visible:outline-band-foreground",
      },
      size: {
        default: "min-h-11 px-4.5 py-2",
        sm: "min-h-9 pointer-coarse:min-h-11 px-3.5 py-1.5 text-[0.9375rem]",
        lg: "min-h-12.5 px-6 py-2",
        icon: "pointer-coarse:size-11 size-10",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

export function Button({
  className,
  variant,
  size,
  type = "button",
  ...props
}: ComponentProps<"button"> & VariantProps<typeof buttonVariants>) {
  return (
    <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />
  );
}
