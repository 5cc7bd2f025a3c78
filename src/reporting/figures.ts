import { DEFINITIONS } from '../analytics/index.js';

/** What a figure means, where it comes from and how to read it. */
export interface FigureMeaning {
  /** `metric/NAME`, for `kb explain`. */
  readonly id: `metric/${string}`;
  readonly name: string;
  readonly meaning: string;
  readonly formula: string;
  readonly source: string;
}

/**
 * Every figure that a report shows. To add one, add it here: `kb explain metric/NAME` and docs/metrics.md come from this
 * list, the latter by `npx vitest run test/reporting -u`.
 */
export const figureMeanings: readonly FigureMeaning[] = [
  {
    id: 'metric/in-scope-accuracy',
    name: 'in-scope accuracy',
    meaning:
      'How many of the sentences that the service should understand are recognised as the right intent. One that is not recognised at all is wrong.',
    formula: 'in-scope utterances whose recognised intent is the expected one / in-scope utterances',
    source: 'Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction"',
  },
  {
    id: 'metric/best-intent',
    name: 'best intent right (accuracy without threshold)',
    meaning: 'The same with the best intent taken always, however unsure: what the intents and their sentences allow.',
    formula: 'in-scope utterances whose likeliest intent is the expected one / in-scope utterances',
    source: 'the usual accuracy of a classifier over its classes',
  },
  {
    id: 'metric/precision',
    name: 'precision',
    meaning: 'When this intent is recognised, how often that is right.',
    formula: 'right / recognised as this intent',
    source: 'van Rijsbergen 1979, "Information Retrieval"; interval: Wilson 1927',
  },
  {
    id: 'metric/recall',
    name: 'recall',
    meaning: "How many of this intent's sentences are recognised as it.",
    formula: "right / the intent's utterances",
    source: 'van Rijsbergen 1979, "Information Retrieval"; interval: Wilson 1927',
  },
  {
    id: 'metric/f1',
    name: 'F1',
    meaning: 'Precision and recall in one figure, the harmonic mean: low when either is.',
    formula: '2 · right / (its utterances + recognised as it)',
    source:
      'van Rijsbergen 1979; the interval is that of right / (right + missed + wrongly recognised), carried over by F1 = 2J / (1 + J)',
  },
  {
    id: 'metric/macro-f1',
    name: 'macro-F1',
    meaning: "The plain mean of the intents' F1s: a rare intent weighs as much as a common one.",
    formula: 'mean of F1 over the intents that occur as expected or recognised',
    source: 'Opitz & Burst 2019, "Macro F1 and Macro F1" (arXiv:1911.03347): the mean of F1s, not the F1 of means',
  },
  {
    id: 'metric/weighted-f1',
    name: 'weighted F1',
    meaning: "The mean of the intents' F1s, each as often as it is asked.",
    formula: 'sum of F1 · utterances / sum of utterances, over intents',
    source: 'as scikit-learn has it (average="weighted")',
  },
  {
    id: 'metric/out-of-scope-recall',
    name: 'out-of-scope recall',
    meaning: 'How many of the sentences that the service must not answer are refused.',
    formula: 'out-of-scope utterances that are not recognised / out-of-scope utterances',
    source: 'Larson et al. 2019',
  },
  {
    id: 'metric/out-of-scope-precision',
    name: 'precision of "out of scope"',
    meaning: 'Of the sentences that are refused, how many should be.',
    formula: 'out-of-scope utterances that are not recognised / all that are not recognised',
    source: 'Larson et al. 2019',
  },
  {
    id: 'metric/auroc',
    name: 'AUROC',
    meaning:
      'How well the confidence tells in scope from out of scope, whatever the threshold: 1 is perfect, 0.5 is guessing.',
    formula: 'how often an in-scope utterance has a higher confidence than an out-of-scope one, ties counting half',
    source: 'Hanley & McNeil 1982',
  },
  {
    id: 'metric/joint-accuracy',
    name: 'joint accuracy',
    meaning: 'How many of all sentences are treated rightly: recognised as the right intent, or refused.',
    formula: '(in-scope utterances recognised rightly + out-of-scope ones not recognised) / utterances',
    source: 'Larson et al. 2019, over both kinds',
  },
  {
    id: 'metric/mcc',
    name: "Matthews' correlation coefficient",
    meaning: 'Agreement beyond chance over all intents, out of scope being one more: 1 is perfect, 0 is chance.',
    formula: 'covariance of expected and recognised / the root of the product of their variances',
    source: 'Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient"',
  },
  {
    id: 'metric/answer-precision',
    name: 'answers given are right',
    meaning: 'Of the sentences that are answered without a person, how many are answered rightly.',
    formula: 'right / utterances with a confidence at or above the answer threshold',
    source: 'selective accuracy: El-Yaniv & Wiener 2010',
  },
  {
    id: 'metric/answer-coverage',
    name: 'messages answered so',
    meaning: 'How many of all sentences are answered without a person.',
    formula: 'utterances with a confidence at or above the answer threshold / utterances',
    source: 'coverage: El-Yaniv & Wiener 2010',
  },
  {
    id: 'metric/ece',
    name: 'calibration error (ECE)',
    meaning:
      'How far the confidence is from how often it is right. At 0.03, "90 % sure" is right some 87 to 93 % of the time.',
    formula:
      "over 15 bins of equally many in-scope utterances by the best intent's probability: mean |mean probability - accuracy|",
    source: 'Naeini, Cooper & Hauskrecht 2015; Nixon et al. 2019 for bins of equal size',
  },
  {
    id: 'metric/brier',
    name: 'Brier score',
    meaning: 'How good the probabilities are in all, calibrated and sharp at once; 0 is perfect.',
    formula: 'mean (probability of the best intent - 1 if it is right, else 0)²',
    source: 'Brier 1950',
  },
  {
    id: 'metric/risk-coverage',
    name: 'risk-coverage curve',
    meaning: 'What share of answers is wrong (risk) when more and more is answered (coverage), the surest first.',
    formula: 'for each threshold: wrong / answered against answered / utterances; out of scope, every answer is wrong',
    source: 'El-Yaniv & Wiener 2010, "On the foundations of noise-free selective classification"',
  },
  {
    id: 'metric/aurc',
    name: 'area under the risk-coverage curve',
    meaning: 'The mean risk over all coverages: low when the confidence puts the wrong answers last.',
    formula: 'mean over k of (wrong among the k surest) / k',
    source: 'Geifman, Uziel & El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers"',
  },
  {
    id: 'metric/threshold-cost',
    name: 'cost a message (--tune)',
    meaning:
      'What wrong answers, needless hand-offs and questions back cost on average, by `routing.costs`, at given answer thresholds.',
    formula:
      'wrong_answer for a wrong answer; for a message that is not answered clarification, and needless_handoff where it is in scope and its intent is not one of the two offered; measured on cross-validated messages at thresholds found on the others, some intents left out of the training standing for out of scope at `routing.out_of_scope_share`',
    source:
      'Elkan 2001, "The Foundations of Cost-Sensitive Learning"; own thresholds of intents only where better by one standard error (Breiman et al. 1984)',
  },
  {
    id: 'metric/suspect',
    name: 'suspect label (--suspects)',
    meaning:
      "An utterance that a model which did not see it takes for another intent, at least as surely as it takes that intent's own utterances on average.",
    formula:
      'p(other label) ≥ mean over the utterances of that label of p(their label), cross-validated; ordered by p(other label) / p(own label)',
    source:
      'confident learning: Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"',
  },
  {
    id: 'metric/gain',
    name: 'gain of an edit (--next)',
    meaning: 'How many more of a thousand messages would be treated rightly with the edit.',
    formula:
      'change in right best intents among cross-validated utterances of its intents, trained with and without it; of moves, found and moved among three fifths of the utterances, on the others; of new lines by error = a · lines^-b, b from taking half of them away',
    source:
      'Hestness et al. 2017, "Deep Learning Scaling is Predictable, Empirically" (arXiv:1712.00409) for the power law',
  },
  {
    id: 'metric/difference',
    name: 'difference and its interval (--against)',
    meaning:
      'By how much the figure changed, and between what the change lies with 95 %: also had the models been trained on other sentences of the same kind.',
    formula:
      'paired bootstrap of utterances, and of whole intents as far as the two models learned from different utterances; docs/evaluation.md',
    source: 'Efron & Tibshirani 1993, ch. 8; Hanley & MacGibbon 2006; Agresti & Min 2005',
  },
  {
    id: 'metric/p-value',
    name: 'p (--against)',
    meaning: 'Were both models as good, how often chance among these sentences alone would make them differ as much.',
    formula:
      "McNemar's test, mid-p: of the utterances that got better or worse, a fair coin's chance of so few on one side",
    source: 'McNemar 1947; Fagerland, Lydersen & Laake 2013; by intent corrected for their number: Holm 1979',
  },
  ...DEFINITIONS.map(({ id, title, definition, formula, source }) => ({
    id: `metric/${id}` as const,
    name: title,
    meaning: `${definition.charAt(0).toUpperCase()}${definition.slice(1)}.`,
    formula,
    source,
  })),
];
