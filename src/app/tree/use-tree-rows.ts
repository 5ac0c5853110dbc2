import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "react";
import { PageCache } from "../widgets/page-cache.ts";
import { type ScaledRows, useScaledRows } from "../widgets/use-scaled-rows.ts";
import type { ScrollTarget } from "./types.ts";

/** Rows a page: a window needs one or two. */
const pageSize = 64;
/** Characters of rows that are kept. Paths make the difference: one of 100,000 levels has hundreds of thousands. */
const mostCharacters = 8e6;
/** Rows beyond the window that are fetched before the user comes to them. */
const ahead = 40;

/** What the view of a tree is, whatever its rows hold. */
export interface TreeViewProps<R> {
  readonly docId: string;
  readonly version: number;
  readonly rows: number;
  /** The first of them, where they are there already. */
  readonly firstRows?: readonly R[] | undefined;
  readonly fetchRows: (from: number, to: number) => Promise<readonly R[]>;
  readonly scrollTo?: ScrollTarget | undefined;
}

export interface TreeRows<R> extends ScaledRows {
  /** The rows on the screen: of this version, or still of the one before. */
  readonly cache: PageCache<R>;
}

/**
 * The rows of the view, fetched by pages as the window comes to them. When the view changes, the old rows stay until the window of
 * the new ones is there, so that nothing flickers; answers of an old view end in a cache that nobody looks at. `weigh` gives the
 * characters of some rows.
 */
export function useTreeRows<R>(props: TreeViewProps<R>, headHeight: number, weigh: (rows: ArrayLike<R>) => number): TreeRows<R> {
  const { docId, version, rows, firstRows, fetchRows, scrollTo } = props;
  const fetch = useRef(fetchRows);
  fetch.current = fetchRows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: document and version name the state of the view that the cache is of
  const latest = useMemo(
    () => new PageCache<R>(rows, pageSize, mostCharacters, (from, to) => fetch.current(from, to), weigh, firstRows),
    [docId, version, rows],
  );
  const [cache, setCache] = useState(latest);
  const [tick, bump] = useReducer((n: number) => n + 1, 0);
  const scroll = useScaledRows({ count: cache.count, rowHeight: 22, headHeight });
  const { first, last, view, show, windowFor } = scroll;

  const token = scrollTo?.token;
  const shownToken = useRef<number>(undefined);
  const target = scrollTo && token !== shownToken.current ? scrollTo.index : undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tick says that a page came, and others may be wanted now
  useEffect(() => {
    let over = false;
    const [from, to] = cache === latest && target === undefined ? [first, last] : windowFor(latest.count, target);
    const arrived = (came: boolean) => {
      if (over || !came) return;
      if (cache === latest) bump();
      else setCache(latest);
    };
    if (!latest.has(from, to)) latest.load(from, to).then(arrived);
    else {
      if (cache !== latest) setCache(latest);
      void latest.load(Math.max(0, from - ahead), Math.min(latest.count, to + ahead));
    }
    return () => {
      over = true;
    };
  }, [latest, cache, first, last, view, target, tick]);

  useLayoutEffect(() => {
    if (scrollTo && scrollTo.token !== shownToken.current && cache === latest && view > 0) {
      shownToken.current = scrollTo.token;
      show(scrollTo.index);
    }
  }, [scrollTo, cache, latest, view, show]);

  return { ...scroll, cache };
}
