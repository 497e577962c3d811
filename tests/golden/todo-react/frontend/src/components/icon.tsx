import { cn } from "@/lib/cn";

/** A line drawing in the colour of the text around it; it says nothing that the text does not. */
export function Icon({ path, className }: { path: string; className?: string }) {
  return (
    <svg
      className={cn("icon", className)}
      viewBox="0 0 24 24"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
