import { Link } from "react-router";
import { Icon } from "@/components/icon";
import { Title } from "@/components/title";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { siteTitle } from "@/page";
import { Preview } from "@/pages/preview";
import { paths } from "@/paths";
import { useUser } from "@/session";

const FEATURES = [
  { icon: "M13 3 5 14h6l-1 7 8-11h-6l1-7Z", ...t.home.quick },
  { icon: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5zM12 14.5v2", ...t.home.private },
  {
    icon: "M12 3a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM5 8.5c4.5 1.3 9.5 1.3 14 0M12 9.5v5M9 20.5l3-6 3 6",
    ...t.home.everyone,
  },
  { icon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z", ...t.home.easy },
  {
    icon: "M12 3 5 6v5c0 4.5 2.9 8 7 10 4.1-2 7-5.5 7-10V6l-7-3ZM9 12l2.2 2.2L15.2 10",
    ...t.home.careful,
  },
  {
    icon: "M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5",
    ...t.home.current,
  },
];

export function Home() {
  return (
    <>
      <Title>{t.home.title}</Title>
      <Hero />
      <Why />
      <Closing />
    </>
  );
}

/** The way in: for people who are signed in, their dashboard. */
function Enter({ className }: { className: string }) {
  const user = useUser();
  return (
    <Link className={className} to={user ? paths.dashboard : paths.signIn}>
      {user ? t.home.dashboard : t.signIn.action}
    </Link>
  );
}

function Hero() {
  return (
    <section className="wrap grid items-center gap-[clamp(2.5rem,6vw,4rem)] py-[clamp(3rem,8vw,6.5rem)] min-[56rem]:grid-cols-[1.05fr_1fr]">
      <div className="grid gap-6">
        <h1 className="text-[clamp(2.375rem,1.5rem+4.2vw,4rem)] leading-[1.05] tracking-[-0.035em]">
          {t.home.title}
        </h1>
        <p className="lead max-w-lg">{t.home.lead(siteTitle)}</p>
        <p className="flex flex-wrap gap-3">
          <Enter className={buttonVariants({ size: "lg" })} />
          <a className={buttonVariants({ size: "lg", variant: "outline" })} href="#why">
            {t.home.seeWhy}
          </a>
        </p>
      </div>
      <Preview />
    </section>
  );
}

function Why() {
  return (
    <section
      id="why"
      aria-labelledby="why-heading"
      className="border-border border-y bg-muted py-[clamp(3.5rem,8vw,6rem)]"
    >
      <div className="wrap">
        <h2 id="why-heading" className="headline">
          {t.home.why}
        </h2>
        <p className="lead mt-3">{t.home.whyLead}</p>
        <ul className="mt-[clamp(2.5rem,5vw,3.5rem)] grid grid-cols-[repeat(auto-fit,minmax(min(17rem,100%),1fr))] gap-x-[clamp(1.5rem,4vw,3rem)] gap-y-10">
          {FEATURES.map(({ icon, title, text }) => (
            <li key={title} className="grid content-start gap-2">
              <Icon path={icon} className="mb-1 size-7 text-primary" />
              <h3 className="text-[1.0625rem]">{title}</h3>
              <p className="text-muted-foreground">{text}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Closing() {
  return (
    <section aria-labelledby="closing-heading" className="wrap py-[clamp(3.5rem,8vw,6rem)]">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-6 rounded-lg bg-band p-[clamp(1.75rem,6vw,3.5rem)] text-band-foreground">
        <div>
          <h2 id="closing-heading" className="headline">
            {t.home.closing}
          </h2>
          <p className="mt-2 text-band-soft">{t.home.closingLead}</p>
        </div>
        <Enter className={buttonVariants({ size: "lg", variant: "inverse" })} />
      </div>
    </section>
  );
}
