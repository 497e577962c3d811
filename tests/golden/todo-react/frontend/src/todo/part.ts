import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearch } from "wouter";
import { asking } from "@/api/queries";
import type { Item, Part, Show } from "@/api/schema";

export const listPath = "/todo/";

/** One page of one part of the list. */
export type Place = { show: Show; page: number };

export const firstPart: Place = { show: "open", page: 1 };

/** The place that the address names. */
export function usePlace(): Place {
  const query = new URLSearchParams(useSearch());
  const show = query.get("show");
  const page = Number(query.get("page"));
  return {
    show: show === "done" || show === "all" ? show : "open",
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export function addressOf({ show, page }: Place): string {
  const query = new URLSearchParams();
  if (show !== "open") query.set("show", show);
  if (page > 1) query.set("page", `${page}`);
  return query.size > 0 ? `${listPath}?${query}` : listPath;
}

export const partOf = (place: Place) => asking("GET /api/todo/", { query: place });

/** What is there; while the next part is on its way, the one before. */
export function usePart(place: Place) {
  return useQuery({ ...partOf(place), placeholderData: keepPreviousData });
}

/** The part with one of its items done or not. It keeps its place until the server has said so. */
export function withDone(part: Part, { public_id }: Item, done: boolean): Part {
  const before = part.items.find((item) => item.public_id === public_id);
  if (!before || before.done === done) return part;
  const more = done ? 1 : -1;
  return {
    ...part,
    items: part.items.map((item) => (item === before ? { ...item, done } : item)),
    open: part.open - more,
    done: part.done + more,
  };
}
