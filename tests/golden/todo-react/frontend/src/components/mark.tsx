/** The sign of the site: see static/img/favicon.svg. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M8 22.5 13.5 16l4 3.5L24 10" />
    </svg>
  );
}
