import { foldWhitespace } from '../text/index.js';
import { splitProvenance, type IntentFile } from '../workspace/index.js';

/** A file without the utterances of some customers. */
export interface ForgottenIn {
  readonly path: string;
  readonly text: string;
  readonly removed: number;
}

/** Takes the lines out that came from these customers, and nothing else; files without one are not in the result. */
export function forgetUtterances(
  files: readonly Pick<IntentFile, 'path' | 'text'>[],
  customers: ReadonlySet<string>,
): readonly ForgottenIn[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    const kept = lines.filter((line) => {
      if (!line.startsWith('- ')) return true;
      const { provenance } = splitProvenance(foldWhitespace(line.slice(2)));
      return provenance === undefined || !customers.has(provenance.customer);
    });
    return kept.length === lines.length ? [] : [{ path, text: kept.join('\n'), removed: lines.length - kept.length }];
  });
}
