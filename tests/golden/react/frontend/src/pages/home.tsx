import { Closing, Features, Hero } from "@/components/landing";
import { t } from "@/i18n";
import { siteTitle } from "@/page";
import { Preview } from "@/pages/preview";
import { paths } from "@/paths";

const WAY = { label: t.home.dashboard, to: paths.dashboard };

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

export default function Home() {
  return (
    <>
      <Hero title={t.home.title} lead={t.home.lead(siteTitle)} way={WAY} more={t.home.seeWhy}>
        <Preview />
      </Hero>
      <Features title={t.home.why} lead={t.home.whyLead} features={FEATURES} />
      <Closing title={t.home.closing} text={t.home.closingLead} way={WAY} />
    </>
  );
}
