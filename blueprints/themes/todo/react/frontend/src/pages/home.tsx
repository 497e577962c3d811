import { Closing, Features, Hero } from "@/components/landing";
import { t } from "@/i18n";
import { siteTitle } from "@/page";
import { Preview } from "@/pages/preview";
import { listPath } from "@/todo/part";

const WAY = { label: t.home.open, to: listPath };

const FEATURES = [
  { icon: "m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19 4 20Z", ...t.home.write },
  { icon: "M7 19V5M3 9l4-4 4 4M17 5v14M13 15l4 4 4-4", ...t.home.order },
  { icon: "m5 12.5 4.5 4.5L19 7", ...t.home.tick },
];

export default function Home() {
  return (
    <>
      <Hero title={t.home.title} lead={t.home.lead(siteTitle)} way={WAY} more={t.home.seeHow}>
        <Preview />
      </Hero>
      <Features title={t.home.how} features={FEATURES} />
      <Closing title={t.home.closing} text={t.home.closingText} way={WAY} />
    </>
  );
}
