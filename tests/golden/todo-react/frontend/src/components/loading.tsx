import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { t } from "@/i18n";

/** Says that something is on its way; not at once, so that a quick answer does not flicker. */
export function Loading() {
  return (
    <p role="status" className="wrap animate-appear py-8 text-muted-foreground">
      {t.layout.loading}
    </p>
  );
}

export function LoadingFailed({ retry }: { retry: () => void }) {
  return (
    <div className="wrap grid justify-items-start gap-4 py-8">
      <Alert variant="destructive" role="alert">
        {t.errors.failed}
      </Alert>
      <Button variant="outline" onClick={retry}>
        {t.errors.tryAgain}
      </Button>
    </div>
  );
}
