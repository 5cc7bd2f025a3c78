import type { Rule } from './rule.js';
import { disableWithoutReason } from './rules/cfg/disable-without-reason.js';
import { goalWithoutMetric } from './rules/cfg/goal-without-metric.js';
import { ruleOptions } from './rules/cfg/rule-options.js';
import { unknownRuleSetting } from './rules/cfg/unknown-rule.js';
import { unusedBaseline } from './rules/cfg/unused-baseline.js';
import { unusedDisable } from './rules/cfg/unused-disable.js';
import { answerTooLong } from './rules/kb/answer-too-long.js';
import { bannedTerm } from './rules/kb/banned-term.js';
import { contradictoryFigure } from './rules/kb/contradictory-figure.js';
import { deadExternalLink } from './rules/kb/dead-external-link.js';
import { deadInternalLink } from './rules/kb/dead-internal-link.js';
import { duplicateId } from './rules/kb/duplicate-id.js';
import { expired } from './rules/kb/expired.js';
import { frontMatterSchema } from './rules/kb/front-matter-schema.js';
import { headingStructure } from './rules/kb/heading-structure.js';
import { imageMissing } from './rules/kb/image-missing.js';
import { insecureLink } from './rules/kb/insecure-link.js';
import { missingAltText } from './rules/kb/missing-alt-text.js';
import { missingOwner } from './rules/kb/missing-owner.js';
import { nearDuplicateArticle } from './rules/kb/near-duplicate-article.js';
import { noDirectAnswer } from './rules/kb/no-direct-answer.js';
import { placeholder } from './rules/kb/placeholder.js';
import { readingLevel } from './rules/kb/reading-level.js';
import { restrictedClaim } from './rules/kb/restricted-claim.js';
import { sameQuestionDifferentAnswer } from './rules/kb/same-question-different-answer.js';
import { spelling } from './rules/kb/spelling.js';
import { staleReview } from './rules/kb/stale-review.js';
import { stepsUntestable } from './rules/kb/steps-untestable.js';
import { translationMissing } from './rules/kb/translation-missing.js';
import { translationStale } from './rules/kb/translation-stale.js';
import { undefinedVariable } from './rules/kb/undefined-variable.js';
import { unknownField } from './rules/kb/unknown-field.js';
import { wrongLanguage } from './rules/kb/wrong-language.js';
import { articleWithoutIntent } from './rules/map/article-without-intent.js';
import { condition } from './rules/map/condition.js';
import { handoffIncomplete } from './rules/map/handoff-incomplete.js';
import { intentWithoutArticle } from './rules/map/intent-without-article.js';
import { intentWithoutScenario } from './rules/map/intent-without-scenario.js';
import { noExit } from './rules/map/no-exit.js';
import { tierConflict } from './rules/map/tier-conflict.js';
import { tierMissing } from './rules/map/tier-missing.js';
import { triggerOverlap } from './rules/map/trigger-overlap.js';
import { unknownArticle } from './rules/map/unknown-article.js';
import { unknownIntent } from './rules/map/unknown-intent.js';
import { unknownName } from './rules/map/unknown-name.js';
import { personalName } from './rules/priv/name.js';
import { pii } from './rules/priv/pii.js';
import { retention } from './rules/priv/retention.js';
import { secret } from './rules/priv/secret.js';
import { duplicateScenario } from './rules/scn/duplicate.js';
import { noAssertion } from './rules/scn/no-assertion.js';
import { uncoveredSegment } from './rules/scn/uncovered-segment.js';
import { unknownStep } from './rules/scn/unknown-step.js';
import { unreachable } from './rules/scn/unreachable.js';
import { allAlike } from './rules/utt/all-alike.js';
import { ambiguousPair } from './rules/utt/ambiguous-pair.js';
import { confusableChars } from './rules/utt/confusable-chars.js';
import { crossIntentDuplicate } from './rules/utt/cross-intent-duplicate.js';
import { duplicate } from './rules/utt/duplicate.js';
import { emptyIntent } from './rules/utt/empty-intent.js';
import { gibberish } from './rules/utt/gibberish.js';
import { giveawayToken } from './rules/utt/giveaway-token.js';
import { imbalance } from './rules/utt/imbalance.js';
import { intentMergeCandidate } from './rules/utt/intent-merge-candidate.js';
import { intentSplitCandidate } from './rules/utt/intent-split-candidate.js';
import { leakTestTrain } from './rules/utt/leak-test-train.js';
import { likelyMislabelled } from './rules/utt/likely-mislabelled.js';
import { missingProvenance } from './rules/utt/missing-provenance.js';
import { multiIntent } from './rules/utt/multi-intent.js';
import { nearDuplicate } from './rules/utt/near-duplicate.js';
import { noOosSet } from './rules/utt/no-oos-set.js';
import { oosCollides } from './rules/utt/oos-collides.js';
import { outlier } from './rules/utt/outlier.js';
import { staleSet } from './rules/utt/stale-set.js';
import { tooFew } from './rules/utt/too-few.js';
import { tooLong } from './rules/utt/too-long.js';
import { tooShort } from './rules/utt/too-short.js';
import { unsorted } from './rules/utt/unsorted.js';
import { wrongLocale } from './rules/utt/wrong-locale.js';

/** Every rule there is, by area and name. */
export const rules: readonly Rule[] = [
  disableWithoutReason,
  goalWithoutMetric,
  ruleOptions,
  unknownRuleSetting,
  unusedBaseline,
  unusedDisable,
  answerTooLong,
  bannedTerm,
  contradictoryFigure,
  deadExternalLink,
  deadInternalLink,
  duplicateId,
  expired,
  frontMatterSchema,
  headingStructure,
  imageMissing,
  insecureLink,
  missingAltText,
  missingOwner,
  nearDuplicateArticle,
  noDirectAnswer,
  placeholder,
  readingLevel,
  restrictedClaim,
  sameQuestionDifferentAnswer,
  spelling,
  staleReview,
  stepsUntestable,
  translationMissing,
  translationStale,
  undefinedVariable,
  unknownField,
  wrongLanguage,
  articleWithoutIntent,
  condition,
  handoffIncomplete,
  intentWithoutArticle,
  intentWithoutScenario,
  noExit,
  tierConflict,
  tierMissing,
  triggerOverlap,
  unknownArticle,
  unknownIntent,
  unknownName,
  personalName,
  pii,
  retention,
  secret,
  duplicateScenario,
  noAssertion,
  uncoveredSegment,
  unknownStep,
  unreachable,
  allAlike,
  ambiguousPair,
  confusableChars,
  crossIntentDuplicate,
  duplicate,
  emptyIntent,
  gibberish,
  giveawayToken,
  imbalance,
  intentMergeCandidate,
  intentSplitCandidate,
  leakTestTrain,
  likelyMislabelled,
  missingProvenance,
  multiIntent,
  nearDuplicate,
  noOosSet,
  oosCollides,
  outlier,
  staleSet,
  tooFew,
  tooLong,
  tooShort,
  unsorted,
  wrongLocale,
];
