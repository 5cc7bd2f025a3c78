export { planArticles, readGuidelines, readMarkdownArticles, type ForeignArticle } from './articles.js';
export type { UtteranceFormat } from './format.js';
export { formats, readUtterances, type LabelledUtterance } from './formats.js';
export { planImport, type ImportPlan } from './plan.js';
export { readBotiumConvo, readBotiumUtterances, type BotiumUtterances } from './botium.js';
