import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine: `KB_CHROMIUM`, else the first on the path. None is no failure. */
export const executable = process.env['KB_CHROMIUM'] ?? onPath();

export const WHERE = `no Chromium on the path (${NAMES.join(', ')}), and KB_CHROMIUM names none`;

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Chromium's own sandbox does not work for root, as whom containers mostly run. */
export function startBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: executable ?? '', args: isRoot ? ['--no-sandbox'] : [] });
}
