/** Lines of unchanged text around a change. */
const CONTEXT = 3;
/** More lines than this between the first and the last change are shown as taken out and put in whole. */
const MAX_COMPARED = 1500;

type Step = readonly [' ' | '-' | '+', string];

/** The change from one text to another as a unified diff, as `git apply` takes it; empty for equal texts. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const steps = compareLines(splitLines(before), splitLines(after));
  const changed = steps.flatMap(([sign], index) => (sign === ' ' ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    if (last && index - last.to <= CONTEXT * 2) last.to = index;
    else hunks.push({ from: index, to: index });
  }
  const lines = [`--- a/${file}`, `+++ b/${file}`];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  for (const { from, to } of hunks) {
    const start = Math.max(at, from - CONTEXT);
    const end = Math.min(steps.length, to + CONTEXT + 1);
    oldLine += start - at;
    newLine += start - at;
    const part = steps.slice(start, end);
    const removed = part.filter(([sign]) => sign !== '+').length;
    const added = part.filter(([sign]) => sign !== '-').length;
    lines.push(
      `@@ -${removed === 0 ? oldLine - 1 : oldLine},${removed} +${added === 0 ? newLine - 1 : newLine},${added} @@`,
    );
    for (const [sign, line] of part) {
      lines.push(`${sign}${line.replace(/\n$/, '')}`);
      if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
    oldLine += removed;
    newLine += added;
    at = end;
  }
  return `${lines.join('\n')}\n`;
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A shortest list of steps by dynamic programming between the first and the last difference. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const same = (line: string): Step => [' ', line];
  const middle: Step[] =
    old.length > MAX_COMPARED || now.length > MAX_COMPARED
      ? [...old.map((line): Step => ['-', line]), ...now.map((line): Step => ['+', line])]
      : compareMiddle(old, now);
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)];
}

function compareMiddle(old: readonly string[], now: readonly string[]): Step[] {
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        old[i] === now[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      steps.push([' ', old[i] as string]);
      i += 1;
      j += 1;
    } else if (
      i < old.length &&
      (j === now.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      steps.push(['-', old[i] as string]);
      i += 1;
    } else {
      steps.push(['+', now[j] as string]);
      j += 1;
    }
  }
  return steps;
}
