import { Presets, SingleBar } from 'cli-progress';
import type { Context } from './context.js';

/** A bar on standard error that appears only on a terminal, and goes away when it stops. */
export function progressBar(
  context: Context,
  label: string,
): { readonly update: (done: number, total: number) => void; readonly stop: () => void } {
  if (!context.progress) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage}%`,
      stream: context.stderr,
      clearOnComplete: true,
      // Interrupting a training must not leave the terminal without one.
      hideCursor: false,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total) {
      if (started) bar.update(done);
      else bar.start(total, done);
      started = true;
    },
    stop: () => bar.stop(),
  };
}
