import type { Explanation, NearUtterance, WordEffect } from '../evaluation/index.js';
import type { Rule } from '../lint/index.js';
import type { FigureMeaning } from './figures.js';
import { printable } from '../text/index.js';
import { colors, quote, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** Words and neighbours shown to people; JSON has all. */
const SHOWN_WORDS = 8;

export const explainReporters = {
  json({ recognition, ...explanation }: Explanation): string {
    const { text, language, thresholds, verdict, subject, runnerUp, words, nearest, toChange } = explanation;
    const { intent, confidence, alternatives } = recognition;
    const contract = {
      schema: 'kb.explain/1',
      text,
      language,
      intent,
      confidence: rounded(confidence),
      verdict,
      thresholds,
      subject,
      alternatives: alternatives.map((other) => ({ ...other, confidence: rounded(other.confidence) })),
      words: words.map(({ word, readAs, weight, without, utterances }) => ({
        word,
        readAs,
        weight: rounded(weight),
        without: { ...without, confidence: rounded(without.confidence) },
        utterances,
      })),
      nearest: nearest.map(place),
      runnerUp: runnerUp && {
        intent: runnerUp.intent,
        confidence: rounded(runnerUp.confidence),
        nearest: runnerUp.nearest && place(runnerUp.nearest),
      },
      toChange,
    };
    return jsonText(contract);
  },

  table(explanation: Explanation, style: Style): string {
    const { text, language, recognition, words, nearest, runnerUp, subject, toChange } = explanation;
    const heading = (title: string): string => `\n${colors(style).bold(title)}`;
    const blocks = [
      `${quote(text, style.width - 2)}${language === null ? '' : ` (${language})`}`,
      verdictInWords(explanation),
    ];
    if (subject === null) {
      return `${[...blocks, '', 'None of its words occur in training.'].join('\n')}\n`;
    }
    const alternatives = recognition.alternatives
      .slice(0, 3)
      .map((other) => [other.confidence.toFixed(2), other.intent]);
    blocks.push(
      heading('Intents, if it is in scope'),
      table(['', ''], clean(alternatives), ['right', 'left'], style).trimStart(),
    );
    if (words.length > 0) {
      blocks.push(heading(`Words for and against ${printable(subject)}`), wordTable(words, runnerUp?.intent, style));
    }
    if (nearest.length > 0) blocks.push(heading('Nearest utterances'), nearTable(nearest, style));
    if (runnerUp?.nearest && !nearest.some(({ intent }) => intent === runnerUp.intent)) {
      blocks.push(
        heading(`Nearest of the runner-up, ${printable(runnerUp.intent)}`),
        nearTable([runnerUp.nearest], style),
      );
    }
    if (toChange.length > 0) {
      blocks.push(heading('To change it'));
      for (const { intent, file, line, advice } of toChange) {
        const where = `${printable(file)}${line === null ? '' : `:${line}`}`;
        blocks.push(
          `  ${intent === null ? 'to refuse it' : `for ${printable(intent)}`}: ${where}`,
          `    ${printable(advice)}`,
        );
      }
    }
    return `${blocks.join('\n')}\n`;
  },
};

function verdictInWords({ recognition, thresholds, verdict, subject }: Explanation): string {
  const confidence = recognition.confidence.toFixed(2);
  if (verdict === 'not recognised') {
    const closest = subject === null ? '' : `, closest to ${printable(subject)}`;
    return `not recognised${closest}: ${confidence} is below ${thresholds.recognised.toFixed(2)}`;
  }
  const sure = verdict === 'recognised' ? 'but not sure enough to answer' : verdict;
  return `${printable(recognition.intent ?? '')}, ${sure}: ${confidence} against ${thresholds.answer.toFixed(2)}`;
}

function wordTable(words: readonly WordEffect[], runnerUp: string | undefined, style: Style): string {
  const rows = words
    .slice(0, SHOWN_WORDS)
    .map(({ word, readAs, weight, without, utterances }) => [
      readAs === null ? word : `${word}, read as ${readAs}`,
      `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`,
      `${without.confidence.toFixed(2)} ${without.intent ?? '(not recognised)'}`,
      String(utterances.subject),
      ...(runnerUp === undefined ? [] : [String(utterances.runnerUp)]),
      String(utterances.all),
    ]);
  const others = runnerUp === undefined ? [] : [`in ${printable(runnerUp)}`];
  const head = ['word', 'weight', 'without it', 'utterances', ...others, 'in all'];
  const right = Array.from({ length: head.length - 3 }, () => 'right' as const);
  return table(head, clean(rows), ['left', 'right', 'left', ...right], style);
}

function nearTable(nearest: readonly NearUtterance[], style: Style): string {
  const width = Math.max(20, Math.min(60, style.width - 50));
  const rows = nearest.map(({ text, intent, similarity, file, line }) => [
    similarity.toFixed(2),
    quote(text, width),
    intent ?? '(out of scope)',
    `${file}:${line}`,
  ]);
  return table(['alike', 'utterance', 'intent', 'where'], clean(rows), ['right', 'left', 'left', 'left'], style);
}

function clean(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map((row) => row.map(printable));
}

function place({ text, intent, language, similarity, file, line }: NearUtterance): NearUtterance {
  return { text, intent, language, similarity: rounded(similarity), file, line };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

const FIXABLE = {
  yes: '`kb lint --fix` mends it',
  suggestion: '`kb lint --fix-suggestions` proposes a change',
  no: 'a person has to mend it',
} as const;

const NEEDS = { model: 'runs with `--model` only', network: 'runs with `--online` only' } as const;

/** A rule's meaning, from what it says of itself. */
export const ruleReporters = {
  json({ meta }: Rule): string {
    const { id, severity, fixable, summary, optIn = false, needs = null, example } = meta;
    const contract = {
      schema: 'kb.rule/1',
      code: id,
      severity,
      fixable: fixable !== 'no',
      optIn,
      needs,
      summary,
      example,
    };
    return jsonText(contract);
  },

  table({ meta }: Rule, style: Style): string {
    const { id, severity, fixable, summary, optIn, needs, example } = meta;
    const heading = (title: string): string => `\n${colors(style).bold(title)}`;
    const files = (title: string, texts: Readonly<Record<string, string>>): string[] =>
      Object.entries(texts).flatMap(([file, text]) => [
        `${heading(title)} ${file}`,
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `  ${printable(line)}`.trimEnd()),
      ]);
    return [
      `${colors(style).bold(id)}: ${severity}; ${FIXABLE[fixable]}`,
      summary,
      ...(optIn ? ['Off unless kb.yaml or `--rule` asks for it.'] : []),
      ...(needs ? [`It ${NEEDS[needs]}.`] : []),
      ...files('Found in', example.fails),
      ...files('Not found in', example.passes),
      heading('To silence it'),
      `  kb.yaml, lint.rules: { ${id}: off }`,
      '',
    ].join('\n');
  },
};

/** A figure's meaning. */
export const figureReporters = {
  json({ id, name, meaning, formula, source }: FigureMeaning): string {
    return jsonText({ schema: 'kb.metric/1', id, name, meaning, formula, source });
  },

  table({ id, name, meaning, formula, source }: FigureMeaning, style: Style): string {
    const { bold, dim } = colors(style);
    return [
      `${bold(id)}: ${name}`,
      meaning,
      '',
      `${dim('formula')}  ${formula}`,
      `${dim('source')}   ${source}`,
      '',
    ].join('\n');
  },
};
