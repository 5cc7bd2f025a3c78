/**
 * Measures speed and quality: `npm run bench -- [PART…] [--data DIR]`. Each part prints a table beside its baselines.
 * Machines are noisy: compare the figures of one run with each other, not with those of another day.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { classifier } from './classifier.js';
import { gate } from './gate.js';
import { labelNoise } from './label-noise.js';
import { lintBench } from './lint.js';
import { logs } from './logs.js';
import { mine } from './mine.js';
import { mainJob } from './main-job.js';
import { simulate } from './simulate.js';
import { startup } from './startup.js';
import { stats } from './stats.js';

/** One part of the bench. To add one: a file that exports such a function, and a line in `parts`. */
export type Part = (data: string) => Promise<void>;

const parts: Readonly<Record<string, Part>> = {
  startup,
  main: mainJob,
  classifier,
  gate,
  simulate,
  lint: lintBench,
  'label-noise': labelNoise,
  logs,
  stats,
  mine,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '../shared/data' } },
});
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exitCode = 2;
} else if (existsSync(values.data)) {
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) await parts[name]?.(values.data);
} else {
  console.error(
    `no data in ${values.data}. The bench needs public intent sets as JSON Lines, {"text","intent","lang"}, in
DIR/NAME/{train,test}.jsonl, and takes DIR with --data; docs/bench.md names them and where they come from. They have
licences of their own and are not part of this project.`,
  );
  process.exitCode = 2;
}
