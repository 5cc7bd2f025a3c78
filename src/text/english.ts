import { createRequire } from 'node:module';
import type { ItsHelpers, WinkMethods } from 'wink-nlp';

let loaded: { readonly nlp: WinkMethods; readonly its: ItsHelpers } | undefined;

/** wink-nlp with its small English model, loaded on first use: it takes 0.2 s. */
export function english(): { readonly nlp: WinkMethods; readonly its: ItsHelpers } {
  if (!loaded) {
    const load = createRequire(import.meta.url);
    const nlp = (load('wink-nlp') as (model: unknown) => WinkMethods)(load('wink-eng-lite-web-model'));
    loaded = { nlp, its: nlp.its };
  }
  return loaded;
}
