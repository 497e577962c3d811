import { explain } from "@/api/errors";
import type { Part, Priority, Show } from "@/api/schema";
import { Form } from "@/components/form";
import { Icon } from "@/components/icon";
import { Link } from "@/components/link";
import { Loading, LoadingFailed } from "@/components/loading";
import { Title } from "@/components/title";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { t } from "@/i18n";
import { ItemFields } from "@/todo/fields";
import { EditedRow, ItemRow } from "@/todo/item";
import { addressOf, usePart, usePlace } from "@/todo/part";
import { ids, type ListActions, useList } from "@/todo/use-list";

export default function List() {
  const place = usePlace();
  const { data: part, error, refetch } = usePart(place);
  const list = useList(place);
  return (
    <div className="wrap grid max-w-3xl content-start gap-7 pt-[clamp(1.75rem,5vw,3rem)] pb-16">
      <Title>{t.todo.title}</Title>
      <h1 id={ids.heading} tabIndex={-1} className="outline-offset-4">
        {t.todo.title}
      </h1>
      <AddForm list={list} />
      <p role="status" className="sr-only">
        {list.spoken}
      </p>
      {list.failed && (
        <Alert variant="destructive" role="alert">
          {explain(list.failed)}
        </Alert>
      )}
      <Deleted list={list} />
      {part ? (
        <>
          <Tabs show={place.show} part={part} />
          <Items show={place.show} part={part} list={list} />
          <Pages show={place.show} part={part} />
        </>
      ) : error ? (
        <LoadingFailed error={error} retry={refetch} />
      ) : (
        <Loading rows={6} />
      )}
    </div>
  );
}

function AddForm({ list }: { list: ListActions }) {
  return (
    <Form
      className="grid-cols-[1fr_auto_auto] items-end gap-3 max-sm:grid-cols-[1fr_auto]"
      action={t.todo.add}
      onSubmit={async ({ title, priority }: { title: string; priority: string }) => {
        await list.add({ title, priority: priority as Priority });
        emptyUnlessChanged(title);
      }}
    >
      <ItemFields titleId={ids.newTitle} />
    </Form>
  );
}

/** Ready for the next item, if nobody has begun to write it yet. */
function emptyUnlessChanged(title: string) {
  const field = document.getElementById(ids.newTitle);
  if (!(field instanceof HTMLInputElement) || field.value !== title) return;
  field.form?.reset();
  field.focus();
}

/** The item that was deleted last, as long as nothing else happened. */
function Deleted({ list }: { list: ListActions }) {
  const { deleted } = list;
  if (!deleted) return null;
  return (
    <p className="wrap-anywhere flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md bg-muted px-4 py-3">
      <span id="deleted">{t.todo.said.deleted(deleted.title)}</span>
      <Button
        id={ids.undo}
        variant="outline"
        size="sm"
        aria-describedby="deleted"
        onClick={() => list.restore(deleted)}
      >
        {t.todo.undo}
      </Button>
    </p>
  );
}

function Tabs({ show, part }: { show: Show; part: Part }) {
  const counts = { open: part.open, done: part.done, all: part.open + part.done };
  const shows: Show[] = ["open", "done", "all"];
  return (
    <nav aria-label={t.todo.show}>
      <ul className="flex flex-wrap gap-1 border-border border-b">
        {shows.map((each) => (
          <li key={each}>
            <Link
              to={addressOf({ show: each, page: 1 })}
              aria-current={each === show ? "page" : undefined}
              className="block border-transparent border-b-2 px-3 py-2 text-muted-foreground no-underline hover:text-foreground aria-[current]:border-primary aria-[current]:font-semibold aria-[current]:text-foreground"
            >
              {t.todo.parts[each]}{" "}
              <span className="ms-1 font-normal text-muted-foreground text-sm tabular-nums">
                {counts[each]}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Items({ show, part, list }: { show: Show; part: Part; list: ListActions }) {
  if (part.items.length === 0) return <Empty show={show} part={part} />;
  return (
    <ol
      aria-labelledby={ids.heading}
      className="divide-y divide-border rounded-lg border border-border bg-card shadow-sm"
    >
      {part.items.map((item) =>
        item.public_id === list.editing?.public_id ? (
          <EditedRow key={item.public_id} item={item} list={list} />
        ) : (
          <ItemRow key={item.public_id} item={item} list={list} />
        ),
      )}
    </ol>
  );
}

function Empty({ show, part }: { show: Show; part: Part }) {
  const { empty } = t.todo;
  let [title, advice] = [empty.open, empty.openAdvice];
  if (show === "done") [title, advice] = [empty.done, empty.doneAdvice];
  else if (show === "open" && part.done > 0) [title, advice] = [empty.allDone, empty.allDoneAdvice];
  return (
    <div className="grid justify-items-center gap-1.5 rounded-lg border border-input border-dashed px-4 py-[clamp(2rem,8vw,3.5rem)] text-center">
      <Icon
        path="m4 6.5 1.5 1.5L8 5.5M4 12.5 5.5 14 8 11.5M4 18.5 5.5 20 8 17.5M12 7h8M12 13h8M12 19h8"
        className="mb-2 size-10 text-primary"
      />
      <h2>{title}</h2>
      <p className="text-muted-foreground">{advice}</p>
    </div>
  );
}

function Pages({ show, part: { page, pages } }: { show: Show; part: Part }) {
  if (pages === 1) return null;
  return (
    <nav
      aria-label={t.todo.pages}
      className="flex flex-wrap items-center justify-center gap-x-5 gap-y-2"
    >
      {page > 1 && (
        <Link rel="prev" className="px-1 py-1.5" to={addressOf({ show, page: page - 1 })}>
          {t.todo.previous}
        </Link>
      )}
      <span className="text-muted-foreground">{t.todo.page(page, pages)}</span>
      {page < pages && (
        <Link rel="next" className="px-1 py-1.5" to={addressOf({ show, page: page + 1 })}>
          {t.todo.next}
        </Link>
      )}
    </nav>
  );
}
