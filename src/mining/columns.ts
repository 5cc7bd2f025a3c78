/** A table of whole numbers that grows row by row, at four bytes a cell. */
export class Columns<Name extends string> {
  readonly #columns: Map<Name, Int32Array>;
  count = 0;

  constructor(names: readonly Name[]) {
    this.#columns = new Map(names.map((name) => [name, new Int32Array(1024)]));
  }

  /** @param row - in the order of the names. */
  push(row: readonly number[]): void {
    let i = 0;
    for (const [name, column] of this.#columns) {
      let room = column;
      if (this.count === column.length) {
        room = new Int32Array(column.length * 2);
        room.set(column);
        this.#columns.set(name, room);
      }
      room[this.count] = row[i++] as number;
    }
    this.count += 1;
  }

  get(name: Name, row: number): number {
    return this.#columns.get(name)?.[row] as number;
  }

  column(name: Name): Int32Array {
    return (this.#columns.get(name) as Int32Array).slice(0, this.count);
  }
}
