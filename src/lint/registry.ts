import type { Rule } from './rule.js';
import { duplicateId } from './rules/kb/duplicate-id.js';
import { frontMatterSchema } from './rules/kb/front-matter-schema.js';
import { missingOwner } from './rules/kb/missing-owner.js';
import { staleReview } from './rules/kb/stale-review.js';
import { unknownField } from './rules/kb/unknown-field.js';
import { articleWithoutIntent } from './rules/map/article-without-intent.js';
import { intentWithoutArticle } from './rules/map/intent-without-article.js';
import { tierMissing } from './rules/map/tier-missing.js';
import { unknownArticle } from './rules/map/unknown-article.js';
import { unknownIntent } from './rules/map/unknown-intent.js';
import { unknownName } from './rules/map/unknown-name.js';
import { crossIntentDuplicate } from './rules/utt/cross-intent-duplicate.js';
import { duplicate } from './rules/utt/duplicate.js';
import { emptyIntent } from './rules/utt/empty-intent.js';
import { leakTestTrain } from './rules/utt/leak-test-train.js';

/** Every rule there is, by id. */
export const rules: readonly Rule[] = [
  duplicateId,
  frontMatterSchema,
  missingOwner,
  staleReview,
  unknownField,
  articleWithoutIntent,
  intentWithoutArticle,
  tierMissing,
  unknownArticle,
  unknownIntent,
  unknownName,
  crossIntentDuplicate,
  duplicate,
  emptyIntent,
  leakTestTrain,
];
