import type { Problem } from '../problem.js';
import { printable } from '../text/index.js';
import { colors, type Style } from './style.js';

/** A problem in one line: `file:line:column  message  (code)  hint`. */
export function problemLine(problem: Problem, style: Style): string {
  const paint = colors(style);
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const severity = { error: paint.red('error'), warning: paint.yellow('warning'), info: paint.cyan('info') };
  return [
    place === '' ? '' : paint.bold(printable(place)),
    `${severity[problem.severity]}: ${printable(problem.message)}`,
    paint.dim(`(${problem.code})`),
    problem.hint === undefined ? '' : printable(problem.hint),
  ]
    .filter((part) => part !== '')
    .join('  ');
}
