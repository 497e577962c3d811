import { t } from "@/i18n";
import { ItemTitle, Tick } from "@/todo/parts-of-item";

const { train, plants, call, books, door } = t.home.examples;

/** A picture of the list, drawn with the same parts as the list. */
export function Preview() {
  return (
    <div
      aria-hidden="true"
      className="overflow-hidden rounded-lg border border-border bg-card shadow-lg"
    >
      <div className="flex gap-1.5 border-border border-b px-3.5 py-3">
        <i className="size-2.5 rounded-full bg-border" />
        <i className="size-2.5 rounded-full bg-border" />
        <i className="size-2.5 rounded-full bg-border" />
      </div>
      <ul className="divide-y divide-border px-1 pt-2 pb-3">
        <Line title={train} high />
        <Line title={plants} />
        <Line title={call} />
        <Line title={books} done />
        <Line title={door} done />
      </ul>
    </div>
  );
}

type LineProps = { title: string; done?: boolean; high?: boolean };

function Line({ title, done = false, high = false }: LineProps) {
  return (
    <li className="grid grid-cols-[auto_1fr] items-center gap-3.5 px-4 py-3">
      <Tick done={done} />
      <ItemTitle title={title} done={done} priority={high ? "high" : "normal"} />
    </li>
  );
}
