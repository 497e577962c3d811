/** The sign of the site: see static/img/favicon.svg. */
export function Mark() {
  return (
    <svg className="size-7 flex-none" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect className="fill-primary" width="32" height="32" rx="9" />
      <path
        className="stroke-3 stroke-primary-foreground"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M8 22.5 13.5 16l4 3.5L24 10"
      />
    </svg>
  );
}
