/** Turns kept of conversations that may still go on; some 200 MB of text at the worst. */
const MOST_OPEN_TURNS = 400_000;

export interface Thread<Turn> {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly turns: Turn[];
}

/**
 * Gathers turns into conversations where a file has them row by row, or spread over files. The conversations that were
 * quiet for longest are given out when too many are open; what still comes for one of them is refused.
 */
export class Threads<Turn> {
  readonly #open = new Map<string, Thread<Turn>>();
  readonly #closed = new Set<string>();
  #turns = 0;

  /** @returns whether the turn was taken; `false` for a conversation that was given out before. */
  add(key: string, place: { readonly file: string; readonly line: number }, turn: Turn): boolean {
    if (this.#closed.has(key)) return false;
    const thread = this.#open.get(key) ?? { key, file: place.file, line: place.line, turns: [] };
    // Set anew, it stands last: the order of the map is that of the latest turns.
    this.#open.delete(key);
    this.#open.set(key, thread);
    thread.turns.push(turn);
    this.#turns += 1;
    return true;
  }

  /** What has to be given out to stay within memory. */
  *overflow(): Generator<Thread<Turn>> {
    while (this.#turns > MOST_OPEN_TURNS) {
      const [first] = this.#open.values();
      if (!first) return;
      this.#closed.add(first.key);
      this.#open.delete(first.key);
      this.#turns -= first.turns.length;
      yield first;
    }
  }

  /** All that is left, in the order in which they were last added to. */
  *rest(): Generator<Thread<Turn>> {
    for (const thread of this.#open.values()) yield thread;
    this.#open.clear();
    this.#turns = 0;
  }
}
