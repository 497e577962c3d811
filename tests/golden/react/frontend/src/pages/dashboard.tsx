import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { Title } from "@/components/title";
import { Badge } from "@/components/ui/badge";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatDate, t } from "@/i18n";
import { cn } from "@/lib/cn";
import { djangoPaths, paths } from "@/paths";
import { useSignedInUser } from "@/session";

export default function Dashboard() {
  const user = useSignedInUser();
  const today = formatDate(new Date().toISOString(), { dateStyle: "full" });
  return (
    <div className="wrap grid gap-7 pt-[clamp(1.75rem,5vw,3rem)] pb-16">
      <Title>{t.dashboard.title}</Title>
      <header className="grid gap-1.5">
        <h1>{t.dashboard.welcome(user.short_name)}</h1>
        <p className="text-muted-foreground">{today}</p>
      </header>
      <div className="grid gap-5 min-[56rem]:grid-cols-[1.7fr_1fr]">
        <Steps />
        <YourAccount />
      </div>
    </div>
  );
}

function Steps() {
  const user = useSignedInUser();
  const since = formatDate(user.date_joined, { dateStyle: "long" });
  return (
    <Card labelledBy="start">
      <h2 id="start">{t.dashboard.start}</h2>
      <ul className="grid divide-y divide-border">
        <Step done title={t.dashboard.signIn} text={t.dashboard.since(since)} />
        <Step done={user.name !== ""} title={t.dashboard.name} text={t.dashboard.nameWhy}>
          <Link className={buttonVariants({ size: "sm" })} to={paths.profile}>
            {t.dashboard.addName}
          </Link>
        </Step>
        {user.is_staff && (
          <Step title={t.dashboard.others} text={t.dashboard.othersWhy}>
            <a
              className={buttonVariants({ size: "sm", variant: "outline" })}
              href={djangoPaths.addUser}
            >
              {t.dashboard.addUser}
            </a>
          </Step>
        )}
      </ul>
    </Card>
  );
}

type StepProps = { title: string; text: string; done?: boolean; children?: ReactNode };

/** Something to do; `children` is the way to do it, as long as it is not done. */
function Step({ title, text, done = false, children }: StepProps) {
  return (
    <li className="grid grid-cols-[1.5rem_1fr] gap-3.5 py-4 first:pt-0 last:pb-0">
      <span
        aria-hidden="true"
        className={cn(
          "grid size-6 place-items-center rounded-full border-2 font-bold text-[0.8125rem] leading-none",
          done ? "border-primary bg-primary text-primary-foreground" : "border-input",
        )}
      >
        {done && "✓"}
      </span>
      <div className="grid justify-items-start gap-1.5">
        <h3 className="leading-6">
          {title} {done && <Badge variant="success">{t.dashboard.done}</Badge>}
        </h3>
        <p className="text-muted-foreground">{text}</p>
        {!done && children && <div className="mt-1.5">{children}</div>}
      </div>
    </li>
  );
}

function YourAccount() {
  const user = useSignedInUser();
  const facts = [
    [t.profile.name, user.name || "–"],
    [t.profile.email, user.email],
    [
      t.dashboard.lastSignIn,
      user.last_login
        ? formatDate(user.last_login, { dateStyle: "long", timeStyle: "short" })
        : "–",
    ],
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
