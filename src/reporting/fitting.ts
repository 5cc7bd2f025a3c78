import { table, type Style } from './style.js';

/** A table that fits: columns are dropped from the right, then the first one is cut. */
export function fitted(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  align: readonly ('left' | 'right')[] = ['left'],
): string {
  for (let columns = head.length; columns > 2; columns -= 1) {
    const text = table(
      head.slice(0, columns),
      rows.map((row) => row.slice(0, columns)),
      head.slice(0, columns).map((_, index) => align[index] ?? 'right'),
      style,
    );
    if (fits(text, style) || columns === 3) return text;
  }
  return table(
    head,
    rows,
    head.map((_, index) => align[index] ?? 'right'),
    style,
  );
}

export function fits(text: string, { width }: Style): boolean {
  return text.split('\n').every((line) => widthOf(line) <= width);
}

/** Columns on a terminal: East Asian wide characters take two, escape sequences of colours none. */
export function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- the colours that we put in ourselves
  const bare = text.replace(/\u001B\[[0-9;]*m/g, '');
  return (
    Array.from(bare).length +
    (bare.match(
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]/gu,
    )?.length ?? 0)
  );
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
