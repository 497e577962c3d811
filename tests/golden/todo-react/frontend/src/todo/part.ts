import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { call } from "@/api/client";
import type { Show } from "@/api/schema";

export const listPath = "/todo/";

/** One page of one part of the list. */
export type Place = { show: Show; page: number };

export const firstPart: Place = { show: "open", page: 1 };

/** The place that the address names. */
export function usePlace(): Place {
  const query = new URLSearchParams(useLocation().search);
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

/** What is there; while the next part is on its way, the one before. */
export function usePart(place: Place) {
  return useQuery({
    queryKey: ["todo", place],
    queryFn: () => call("GET /api/todo/", { query: place }),
    placeholderData: keepPreviousData,
  });
}
