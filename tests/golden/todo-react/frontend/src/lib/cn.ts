import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. No component here is given one that contradicts its own: what is meant to be
 * changed is in the components layer, which every utility overrides. Components of shadcn's that
 * are added may count on more; then wrap this in `twMerge` of `tailwind-merge`, for 8 KB.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
