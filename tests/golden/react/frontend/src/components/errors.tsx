import { HttpError } from "@/api/client";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { Button, buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { paths } from "@/paths";

/** What takes the place of a page that cannot be shown. */
export function Failed({ error }: { error: Error }) {
  if (error instanceof HttpError && error.status === 403) return <Forbidden />;
  if (error instanceof HttpError && error.status === 404) return <NotFound />;
  return (
    <Notice title={t.errors.broken} advice={t.errors.brokenAdvice}>
      <Button onClick={() => window.location.reload()}>{t.errors.reload}</Button>
    </Notice>
  );
}

export function NotFound() {
  return (
    <Notice title={t.errors.notFound} advice={t.errors.notFoundAdvice}>
      <GoHome />
    </Notice>
  );
}

function Forbidden() {
  return (
    <Notice title={t.errors.forbidden} advice={t.errors.forbiddenAdvice}>
      <GoHome />
    </Notice>
  );
}

function GoHome() {
  return (
    <Link className={buttonVariants()} to={paths.home}>
      {t.errors.goHome}
    </Link>
  );
}
