import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "@/api/client";
import type { Item, ItemData, Show } from "@/api/schema";
import { t } from "@/i18n";

const { said } = t.todo;

/** The id of an element that may take the focus. */
export const ids = {
  heading: "heading",
  newTitle: "new-title",
  editTitle: "edit-title",
  undo: "undo",
  of: (control: "tick" | "up" | "down" | "edit", item: Item) => `${control}-${item.public_id}`,
};

/** Everything one can do with the list, what was done last, and where the focus goes then. */
export function useList(show: Show) {
  const client = useQueryClient();
  const [editing, setEditing] = useState<Item | null>(null);
  const [deleted, setDeleted] = useState<Item | null>(null);
  const [spoken, setSpoken] = useState("");
  const [failed, setFailed] = useState(false);
  const focus = useFocus();

  /** Carries out a change, says it, and moves the focus once its result is shown. */
  async function act(run: () => Promise<string>, focusOn: string, gone: Item | null = null) {
    setFailed(false);
    let text = "";
    try {
      text = await run();
    } finally {
      await client.invalidateQueries({ queryKey: ["todo"] });
    }
    setDeleted(gone);
    setEditing(null);
    setSpoken(text);
    focus(focusOn);
  }

  /** The same where no form shows what went wrong. */
  const attempt: typeof act = (...change) => act(...change).catch(() => setFailed(true));

  const path = ({ public_id }: Item) => ({ path: { public_id } });

  return {
    editing,
    deleted,
    spoken,
    failed,
    /** Does not wait for the list, so that one can go on writing. */
    add: async (body: ItemData) => {
      const { title } = await call("POST /api/todo/", { body });
      void client.invalidateQueries({ queryKey: ["todo"] });
      setDeleted(null);
      setSpoken(said.added(title));
    },
    save: (item: Item, body: ItemData) =>
      act(
        async () => {
          const saved = await call("PUT /api/todo/{public_id}/", { ...path(item), body });
          return said.saved(saved.title);
        },
        ids.of("edit", item),
      ),
    tick: (item: Item) =>
      act(
        async () => {
          if (item.done) await call("POST /api/todo/{public_id}/reopen/", path(item));
          else await call("POST /api/todo/{public_id}/complete/", path(item));
          return item.done ? said.reopened(item.title) : said.done(item.title);
        },
        ids.of("tick", item),
      ),
    up: (item: Item) =>
      act(
        async () => {
          const input = { ...path(item), query: { show } };
          const { moved } = await call("POST /api/todo/{public_id}/up/", input);
          return moved ? said.higher(item.title) : said.first(item.title);
        },
        ids.of("up", item),
      ),
    down: (item: Item) =>
      act(
        async () => {
          const input = { ...path(item), query: { show } };
          const { moved } = await call("POST /api/todo/{public_id}/down/", input);
          return moved ? said.lower(item.title) : said.last(item.title);
        },
        ids.of("down", item),
      ),
    remove: (item: Item) =>
      attempt(
        async () => {
          await call("DELETE /api/todo/{public_id}/", path(item));
          return said.deleted(item.title);
        },
        ids.undo,
        item,
      ),
    restore: (item: Item) =>
      act(
        async () => {
          await call("POST /api/todo/{public_id}/restore/", path(item));
          return said.restored(item.title);
        },
        ids.of("edit", item),
      ),
    edit: (item: Item) => {
      setEditing(item);
      focus(ids.editTitle);
    },
    cancel: (item: Item) => {
      setEditing(null);
      focus(ids.of("edit", item));
    },
  };
}

export type ListActions = ReturnType<typeof useList>;

/** Moves the focus after the next time that something is drawn; to the heading when the aim is gone. */
function useFocus(): (id: string) => void {
  const [aim, setAim] = useState({ id: "" });
  useEffect(() => {
    if (aim.id) (document.getElementById(aim.id) ?? document.getElementById(ids.heading))?.focus();
  }, [aim]);
  return (id) => setAim({ id });
}
