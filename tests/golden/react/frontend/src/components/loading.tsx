import { explain } from "@/api/errors";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { t } from "@/i18n";

/**
 * Says that something is on its way; not at once, so that a quick answer does not flicker. `rows`
 * keep the place of a list.
 */
export function Loading({ rows = 0 }: { rows?: number }) {
  return (
    <div role="status" className="animate-appear">
      <p className={rows > 0 ? "sr-only" : "wrap py-8 text-muted-foreground"}>{t.layout.loading}</p>
      {[...Array(rows).keys()].map((row) => (
        <div key={row} className="flex h-13 items-center gap-3.5 border-border border-b px-4">
          <i className="size-6 rounded-full bg-muted" />
          <i className="h-3 w-2/5 rounded-full bg-muted" />
        </div>
      ))}
    </div>
  );
}

export function LoadingFailed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div className="wrap grid justify-items-start gap-4 py-8">
      <Alert variant="destructive" role="alert">
        {explain(error)}
      </Alert>
      <Button variant="outline" onClick={retry}>
        {t.errors.tryAgain}
      </Button>
    </div>
  );
}
