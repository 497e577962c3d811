import { Link } from "@/components/link";
import { Loading, LoadingFailed } from "@/components/loading";
import { Title } from "@/components/title";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { t } from "@/i18n";
import { paths } from "@/paths";
import { useSignedInUser } from "@/session";
import { firstPart, listPath, usePart } from "@/todo/part";

export default function Dashboard() {
  const user = useSignedInUser();
  const { data: part, error, refetch } = usePart(firstPart);
  return (
    <div className="wrap grid gap-7 pt-[clamp(1.75rem,5vw,3rem)] pb-16">
      <Title>{t.dashboard.title}</Title>
      <header className="grid gap-1.5">
        <h1>{t.dashboard.welcome(user.short_name)}</h1>
        <p className="min-h-lh text-muted-foreground">
          {part && t.dashboard.counts(part.open, part.done)}
        </p>
      </header>
      <div className="grid gap-5 min-[56rem]:grid-cols-[1.7fr_1fr]">
        <Card labelledBy="next">
          <h2 id="next">{t.dashboard.next}</h2>
          {part ? (
            <Next part={part} />
          ) : error ? (
            <LoadingFailed error={error} retry={refetch} />
          ) : (
            <Loading rows={3} />
          )}
          <p>
            <Link className={buttonVariants()} to={listPath}>
              {t.home.open}
            </Link>
          </p>
        </Card>
        <YourAccount />
      </div>
    </div>
  );
}

function Next({ part }: { part: NonNullable<ReturnType<typeof usePart>["data"]> }) {
  if (part.items.length === 0) {
    return <p>{part.done > 0 ? t.todo.empty.allDoneAdvice : t.todo.empty.openAdvice}</p>;
  }
  return (
    <ol className="grid divide-y divide-border">
      {part.items.slice(0, 3).map(({ public_id, title }) => (
        <li
          key={public_id}
          className="grid grid-cols-[1.5rem_1fr] gap-3.5 py-4 first:pt-0 last:pb-0"
        >
          <span aria-hidden="true" className="size-6 rounded-full border-2 border-input" />
          <h3 className="wrap-anywhere self-center">{title}</h3>
        </li>
      ))}
    </ol>
  );
}

function YourAccount() {
  const user = useSignedInUser();
  const facts = [
    [t.profile.name, user.name || "–"],
    [t.profile.email, user.email],
  ];
  return (
    <Card labelledBy="account">
      <h2 id="account">{t.dashboard.account}</h2>
      <dl className="grid gap-3.5">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt className="text-muted-foreground text-sm">{term}</dt>
            <dd className="wrap-anywhere">{fact}</dd>
          </div>
        ))}
      </dl>
      <ul className="grid gap-2 border-border border-t pt-5">
        <li>
          <Link to={paths.profile}>{t.dashboard.editProfile}</Link>
        </li>
        <li>
          <Link to={paths.passwordChange}>{t.passwordChange.link}</Link>
        </li>
      </ul>
    </Card>
  );
}
