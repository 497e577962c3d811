import { queryOptions } from "@tanstack/react-query";
import { type Arguments, call, type Operation } from "@/api/client";

/**
 * What to ask the server for, kept by the operation and what it is asked with. Django gives
 * first answers under the same key: `answer()` in `api.py`.
 */
export function asking<O extends Operation>(operation: O, ...input: Arguments<O>) {
  return queryOptions({
    queryKey: [operation, ...input] as const,
    queryFn: () => call(operation, ...input),
  });
}
