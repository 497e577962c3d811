import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call } from "@/api/client";
import type { Item, ItemData } from "@/api/schema";
import { t } from "@/i18n";
import { type Place, partOf, withDone } from "@/todo/part";

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
export function useList(place: Place) {
  const { show } = place;
  const client = useQueryClient();
  const [editing, setEditing] = useState<Item | null>(null);
  const [deleted, setDeleted] = useState<Item | null>(null);
  const [spoken, setSpoken] = useState("");
  const [failed, setFailed] = useState<Error | null>(null);
  const focus = useFocus();
  const turns = useTurns();

  const refresh = () => client.invalidateQueries({ queryKey: ["GET /api/todo/"] });

  /** Carries out a change, says it, and moves the focus once its result is shown. */
  async function act(run: () => Promise<string>, focusOn: string, gone: Item | null = null) {
    setFailed(null);
    let text = "";
    try {
      text = await turns.take(run);
    } finally {
      // Between two changes the server knows only the first.
      if (turns.areOver()) await refresh();
    }
    setDeleted(gone);
    setEditing(null);
    setSpoken(text);
    focus(focusOn);
  }

  /** The same where no form shows what went wrong. */
  const attempt: typeof act = (...change) => act(...change).catch(setFailed);

  const path = ({ public_id }: Item) => ({ path: { public_id } });

  function mark(item: Item, done: boolean) {
    client.setQueryData(partOf(place).queryKey, (part) => part && withDone(part, item, done));
  }

  return {
    editing,
    deleted,
    spoken,
    failed,
    /** Does not wait for the list, so that one can go on writing. */
    add: async (body: ItemData) => {
      const { title } = await call("POST /api/todo/", { body });
      void refresh();
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
    /** Shows at once, and is taken back if the server does not agree. */
    tick: async (item: Item) => {
      await client.cancelQueries({ queryKey: partOf(place).queryKey });
      mark(item, !item.done);
      await attempt(
        async () => {
          try {
            if (item.done) await call("POST /api/todo/{public_id}/reopen/", path(item));
            else await call("POST /api/todo/{public_id}/complete/", path(item));
          } catch (error) {
            mark(item, item.done);
            throw error;
          }
          return item.done ? said.reopened(item.title) : said.done(item.title);
        },
        ids.of("tick", item),
      );
    },
    up: (item: Item) =>
      attempt(
        async () => {
          const input = { ...path(item), query: { show } };
          const { moved } = await call("POST /api/todo/{public_id}/up/", input);
          return moved ? said.higher(item.title) : said.first(item.title);
        },
        ids.of("up", item),
      ),
    down: (item: Item) =>
      attempt(
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
      attempt(
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

/** Has changes carried out one after another, in the order they were asked for. */
function useTurns() {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const left = useRef(0);
  return {
    take: async <T>(run: () => Promise<T>): Promise<T> => {
      left.current += 1;
      const turn = last.current.then(run, run);
      last.current = turn;
      try {
        return await turn;
      } finally {
        left.current -= 1;
      }
    },
    areOver: () => left.current === 0,
  };
}

/** Moves the focus after the next time that something is drawn; to the heading when the aim is gone. */
function useFocus(): (id: string) => void {
  const [aim, setAim] = useState({ id: "" });
  useEffect(() => {
    if (aim.id) (document.getElementById(aim.id) ?? document.getElementById(ids.heading))?.focus();
  }, [aim]);
  return (id) => setAim({ id });
}
