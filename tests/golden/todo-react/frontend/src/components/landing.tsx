import type { ReactNode } from "react";
import { Icon } from "@/components/icon";
import { Link } from "@/components/link";
import { Title } from "@/components/title";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { paths } from "@/paths";
import { useUser } from "@/session";

/** The way in: a link for people who are signed in, or the page where one signs in. */
type Way = { label: string; to: string };

function Enter({ way, variant }: { way: Way; variant?: "default" | "inverse" }) {
  const user = useUser();
  return (
    <Link className={buttonVariants({ size: "lg", variant })} to={user ? way.to : paths.signIn}>
      {user ? way.label : t.signIn.action}
    </Link>
  );
}

type HeroProps = { title: string; lead: string; way: Way; more: string; children: ReactNode };

/** The top of a landing page; `children` is the picture. */
export function Hero({ title, lead, way, more, children }: HeroProps) {
  return (
    <section className="wrap grid items-center gap-[clamp(2.5rem,6vw,4rem)] py-[clamp(3rem,8vw,6.5rem)] min-[56rem]:grid-cols-[1.05fr_1fr]">
      <Title>{title}</Title>
      <div className="grid gap-6">
        <h1 className="text-[clamp(2.375rem,1.5rem+4.2vw,4rem)] leading-[1.05] tracking-[-0.035em]">
          {title}
        </h1>
        <p className="lead max-w-lg">{lead}</p>
        <p className="flex flex-wrap gap-3">
          <Enter way={way} />
          <a className={buttonVariants({ size: "lg", variant: "outline" })} href="#more">
            {more}
          </a>
        </p>
      </div>
      {children}
    </section>
  );
}

type Feature = { icon: string; title: string; text: string };

export function Features(props: { title: string; lead?: string; features: Feature[] }) {
  const { title, lead, features } = props;
  return (
    <section
      id="more"
      aria-labelledby="more-heading"
      className="border-border border-y bg-muted py-[clamp(3.5rem,8vw,6rem)]"
    >
      <div className="wrap">
        <h2 id="more-heading" className="headline">
          {title}
        </h2>
        {lead && <p className="lead mt-3">{lead}</p>}
        <ul className="mt-[clamp(2.5rem,5vw,3.5rem)] grid grid-cols-[repeat(auto-fit,minmax(min(17rem,100%),1fr))] gap-x-[clamp(1.5rem,4vw,3rem)] gap-y-10">
          {features.map(({ icon, title, text }) => (
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

export function Closing({ title, text, way }: { title: string; text: string; way: Way }) {
  return (
    <section aria-labelledby="closing-heading" className="wrap py-[clamp(3.5rem,8vw,6rem)]">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-6 rounded-lg bg-band p-[clamp(1.75rem,6vw,3.5rem)] text-band-foreground">
        <div>
          <h2 id="closing-heading" className="headline">
            {title}
          </h2>
          <p className="mt-2 text-band-soft">{text}</p>
        </div>
        <Enter way={way} variant="inverse" />
      </div>
    </section>
  );
}
