/** How many requests may be under way; a fast scroll asks again for the place where it came to rest. */
const mostPending = 4;

/**
 * A window into something long that is fetched page by page: rows of a view, bytes of a blob. Keeps the pages used last and
 * forgets the others. One cache belongs to one state of the thing; when that changes, make another and let this one go.
 */
export class PageCache<T> {
  /** Items in all. */
  readonly count: number;
  readonly #size: number;
  readonly #most: number;
  readonly #weigh: (items: ArrayLike<T>) => number;
  #weight = 0;
  readonly #fetch: (from: number, to: number) => Promise<ArrayLike<T>>;
  /** In the order of use, the oldest first. */
  readonly #pages = new Map<number, ArrayLike<T>>();
  readonly #pending = new Map<number, Promise<boolean>>();

  /**
   * `fetch` gives the items `[from, to)`, `size` of them a page. Pages are kept up to a total weight of `most`, by default one a
   * page; the two used last are always kept, for a window may lie over both. `first` are items that are there already, from 0 on.
   */
  constructor(
    count: number,
    size: number,
    most: number,
    fetch: (from: number, to: number) => Promise<ArrayLike<T>>,
    weigh: (items: ArrayLike<T>) => number = () => 1,
    first: ArrayLike<T> = [],
  ) {
    this.count = count;
    this.#size = size;
    this.#most = most;
    this.#fetch = fetch;
    this.#weigh = weigh;
    if (count > 0 && first.length >= Math.min(size, count)) this.#keep(0, first);
  }

  /** The item, if its page is here. */
  at(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** Are all items `[from, to)` here? */
  has(from: number, to: number): boolean {
    for (let page = Math.floor(from / this.#size); page * this.#size < to; page++) if (!this.#pages.has(page)) return false;
    return true;
  }

  /**
   * Fetches what is missing of `[from, to)`, and marks the rest as used. Settles when the requests made for it have, and says
   * whether any page came; one that failed stays missing, so that the next call asks again. With too many requests under way it
   * makes none and waits for one of those.
   */
  async load(from: number, to: number): Promise<boolean> {
    const waits: Promise<boolean>[] = [];
    for (let page = Math.floor(from / this.#size); page * this.#size < to; page++) {
      const items = this.#pages.get(page);
      if (items) {
        this.#pages.delete(page);
        this.#pages.set(page, items);
        continue;
      }
      const wait = this.#pending.get(page) ?? (this.#pending.size < mostPending ? this.#request(page) : undefined);
      if (wait) waits.push(wait);
    }
    if (waits.length === 0 && this.#pending.size > 0) return Promise.race(this.#pending.values());
    return (await Promise.all(waits)).includes(true);
  }

  #keep(page: number, items: ArrayLike<T>): void {
    this.#pages.set(page, items);
    this.#weight += this.#weigh(items);
  }

  #request(page: number): Promise<boolean> {
    const from = page * this.#size;
    const wait = this.#fetch(from, Math.min(this.count, from + this.#size)).then(
      (items) => {
        this.#pending.delete(page);
        this.#keep(page, items);
        for (const [old, gone] of this.#pages) {
          if (this.#weight <= this.#most || this.#pages.size <= 2) break;
          this.#pages.delete(old);
          this.#weight -= this.#weigh(gone);
        }
        return true;
      },
      // Whoever answers requests reports why; here the page is just not there.
      () => {
        this.#pending.delete(page);
        return false;
      },
    );
    this.#pending.set(page, wait);
    return wait;
  }
}
