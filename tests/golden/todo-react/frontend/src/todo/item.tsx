import type { Item, Priority } from "@/api/schema";
import { Form } from "@/components/form";
import { Icon } from "@/components/icon";
import { Button } from "@/components/ui/button";
import { t } from "@/i18n";
import { ItemFields } from "@/todo/fields";
import { ItemTitle, Tick } from "@/todo/parts-of-item";
import { ids, type ListActions } from "@/todo/use-list";

type ItemRowProps = { item: Item; list: ListActions };

export function ItemRow({ item, list }: ItemRowProps) {
  const { title } = item;
  return (
    <li className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3.5 gap-y-1 py-2 ps-4 pe-3 max-sm:grid-cols-[auto_1fr]">
      <button
        type="button"
        id={ids.of("tick", item)}
        className="relative cursor-pointer rounded-full pointer-coarse:after:absolute pointer-coarse:after:-inset-2 hover:bg-accent"
        aria-label={item.done ? t.todo.untick(title) : t.todo.tick(title)}
        onClick={() => list.tick(item)}
      >
        <Tick done={item.done} />
      </button>
      <ItemTitle title={title} done={item.done} priority={item.priority} />
      <div className="flex max-sm:col-start-2 max-sm:-ms-2.5">
        <Action
          id={ids.of("up", item)}
          label={t.todo.up(title)}
          icon="M12 19V5M6 11l6-6 6 6"
          act={() => list.up(item)}
        />
        <Action
          id={ids.of("down", item)}
          label={t.todo.down(title)}
          icon="M12 5v14M6 13l6 6 6-6"
          act={() => list.down(item)}
        />
        <Action
          id={ids.of("edit", item)}
          label={t.todo.edit(title)}
          icon="m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19 4 20Z"
          act={() => list.edit(item)}
        />
        <Action
          label={t.todo.delete(title)}
          icon="M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3"
          act={() => list.remove(item)}
        />
      </div>
    </li>
  );
}

type ActionProps = { id?: string; label: string; icon: string; act: () => unknown };

function Action({ id, label, icon, act }: ActionProps) {
  return (
    <Button id={id} variant="ghost" size="icon" aria-label={label} onClick={act}>
      <Icon path={icon} />
    </Button>
  );
}

/** An item while it is edited, in its place. */
export function EditedRow({ item, list }: ItemRowProps) {
  return (
    <li className="p-4">
      <Form
        label={t.todo.editing}
        className="grid-cols-[1fr_auto_auto_auto] items-end gap-3 max-sm:grid-cols-[1fr_auto] max-sm:[&>div]:col-span-full"
        action={t.todo.save}
        onSubmit={({ title, priority }: { title: string; priority: string }) =>
          list.save(item, { title, priority: priority as Priority })
        }
        buttons={
          <Button variant="outline" onClick={() => list.cancel(item)}>
            {t.todo.cancel}
          </Button>
        }
      >
        <ItemFields titleId={ids.editTitle} title={item.title} priority={item.priority} />
      </Form>
    </li>
  );
}
