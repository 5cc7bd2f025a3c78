import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readSet } from './data.js';

/** The part of NLP.js that is used. */
interface Nlp {
  settings: { autoSave: boolean };
  addLanguage(language: string): void;
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<unknown>;
  process(language: string, text: string): Promise<{ intent: string }>;
}

interface Container {
  use(plugin: unknown): void;
  get(name: 'nlp'): Nlp;
}

/**
 * NLP.js with its default settings on the same split. It is installed only for the bench, by `npm ci --prefix bench`;
 * without it the row says so.
 */
export async function nlpJs(data: string): Promise<void> {
  const parts = ['@nlpjs/core', '@nlpjs/nlp', '@nlpjs/lang-en-min'];
  let modules: readonly Readonly<Record<string, unknown>>[];
  try {
    // They are installed below bench/, which is not above the compiled file.
    const { resolve } = createRequire(new URL('../bench/package.json', import.meta.url));
    const files = parts.map((name) => pathToFileURL(resolve(name)).href);
    modules = await Promise.all(files.map((file) => import(file) as Promise<Readonly<Record<string, unknown>>>));
  } catch {
    console.log('NLP.js: not installed; npm ci --prefix bench brings it');
    return;
  }
  const { containerBootstrap, Nlp, LangEn } = Object.assign({}, ...modules) as {
    containerBootstrap: () => Promise<Container>;
    Nlp: unknown;
    LangEn: unknown;
  };
  for (const set of ['banking77', 'clinc150']) {
    const container = await containerBootstrap();
    container.use(Nlp);
    container.use(LangEn);
    const manager = container.get('nlp');
    manager.settings.autoSave = false;
    manager.addLanguage('en');
    for (const { text, intent } of readSet(data, `${set}/train`)) {
      if (intent !== null) manager.addDocument('en', text, intent);
    }
    const start = performance.now();
    await manager.train();
    const seconds = (performance.now() - start) / 1000;
    const test = readSet(data, `${set}/test`).filter(({ intent }) => intent !== null);
    const begun = performance.now();
    let right = 0;
    for (const { text, intent } of test) {
      const result = await manager.process('en', text);
      if (result.intent === intent) right += 1;
    }
    const speed = (test.length * 1000) / (performance.now() - begun);
    console.log(
      `NLP.js on ${set}: accuracy ${((right / test.length) * 100).toFixed(1)}, training ${seconds.toFixed(1)} s, ` +
        `${Math.round(speed).toLocaleString('en')} utterances a second`,
    );
  }
}
