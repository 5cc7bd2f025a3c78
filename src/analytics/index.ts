export { DIMENSIONS, type Dimension, type Figures, type Share, type Spread } from './figures.js';
export { emergingTopics, type Emerging } from './emerging.js';
export { forecastNext, type Forecast } from './forecast.js';
export type { Place } from './hurts.js';
export type { ArticleEvidence, DropOff, Leaving, NextQuestions } from './paths.js';
export { prepare, type Window } from './prepare.js';
export type { Recognise, Recognised } from './recognised.js';
export { computeStats, type NamedFigures, type Stats, type Weekly } from './stats.js';
export { DEFINITIONS, type Definition, type FigureName } from './definitions.js';
