import { HttpError } from "@/api/client";
import { t } from "@/i18n";

/** What to tell people about something that the server did not do. */
export function explain(error: Error): string {
  if (error instanceof HttpError && error.status === 429)
    return t.errors.tooOften(Math.ceil((error.retryAfter ?? 60) / 60));
  return t.errors.failed;
}
