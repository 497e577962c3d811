import { useLocation, useSearch } from "wouter";
import { t } from "@/i18n";
import { known } from "@/page";
import { useToken } from "@/session";

/** A choice of languages, where there are several. Django keeps it and writes the page anew. */
export function Languages() {
  const [pathname] = useLocation();
  const search = useSearch();
  const token = useToken();
  if (known.languages.length < 2) return null;
  return (
    <form
      method="post"
      action="/language/"
      aria-label={t.layout.language}
      className="flex flex-wrap gap-x-4"
    >
      <input type="hidden" name="csrfmiddlewaretoken" value={token} />
      <input type="hidden" name="next" value={search ? `${pathname}?${search}` : pathname} />
      {known.languages.map(([code, name]) => (
        <button
          key={code}
          type="submit"
          name="language"
          value={code}
          lang={code}
          aria-current={code === document.documentElement.lang || undefined}
          className="min-h-6 pointer-coarse:min-h-11 cursor-pointer underline underline-offset-[0.2em] hover:text-foreground aria-[current]:font-semibold aria-[current]:text-foreground aria-[current]:no-underline"
        >
          {name}
        </button>
      ))}
    </form>
  );
}
