import { foldForComparison } from '../text/index.js';
import { OUT_OF_SCOPE, type IntentFile, type Utterance } from '../workspace/index.js';

/** An utterance with its file and the form in which it is compared. */
export interface IndexedUtterance {
  readonly file: IntentFile;
  readonly utterance: Utterance;
  readonly folded: string;
  /** Of the folded form, what stands between blanks. */
  readonly words: readonly string[];
  readonly isHeldout: boolean;
}

const indexed = new WeakMap<IntentFile, readonly IndexedUtterance[]>();

/** The utterances of a file in its order, folded once for all rules. */
export function utterancesOf(file: IntentFile): readonly IndexedUtterance[] {
  let utterances = indexed.get(file);
  if (!utterances) {
    const isHeldout = file.path.startsWith('heldout/');
    utterances = file.utterances.map((utterance) => {
      const folded = foldForComparison(utterance.text);
      return { file, utterance, isHeldout, folded, words: folded.split(' ') };
    });
    indexed.set(file, utterances);
  }
  return utterances;
}

export function isOutOfScope({ file }: IndexedUtterance): boolean {
  return file.intent === OUT_OF_SCOPE;
}
