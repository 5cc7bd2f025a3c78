import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSaved, savedText, type SavedReview } from '../review/index.js';
import { MADE_FOLDER } from '../workspace/index.js';

/** Decisions that are not written into the workspace yet. */
const REVIEW_FILE = `${MADE_FOLDER}/review.json`;

export async function readSavedReview(root: string): Promise<SavedReview> {
  return readSaved(await readFile(path.join(root, REVIEW_FILE), 'utf8').catch(() => ''));
}

/** The file that keeps a review, for `writeFiles`. */
export function savedReviewFile(review: SavedReview): [path: string, text: string] {
  return [REVIEW_FILE, savedText(review)];
}
