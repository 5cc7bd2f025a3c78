import { lint, readBaseline, recogniseAll, rules, type LintOptions, type LintResult } from '../../src/lint/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

/** A small workspace without findings, which examples change a file of. */
export const minimal: Readonly<Record<string, string>> = {
  'kb.yaml': 'name: Shop\n',
  'articles/refunds.md':
    '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nMoney is back within five days.\n',
  'intents/refund.status.md':
    '---\nintent: refund.status\ntier: simple\narticle: refunds\n---\n## en\n- where is my money\n- refund not here yet\n- when do you pay it back\n- still no refund on my card\n- how long does a refund take\n',
  'intents/out-of-scope.md':
    '---\nintent: out-of-scope\n---\n## en\n- tell me a joke\n- who won the match\n- capital of Mongolia\n- best pizza in town\n- should I buy bitcoin\n- write me a poem\n- solve 3x = 9\n- any jobs going\n- is it going to rain\n- marry me\n',
};

/** Lints texts in memory, with an older baseline where there is one among them. */
export function lintTexts(files: Readonly<Record<string, string>>, options: Partial<LintOptions> = {}): LintResult {
  const baseline = files['lint-baseline.json'];
  return lint(parseWorkspace(Object.entries(files).map(([path, text]) => ({ path, text }))), {
    today: '2026-10-01',
    fileSize: (path) => files[path]?.length,
    ...(baseline !== undefined && { baseline: readBaseline(baseline) }),
    ...options,
  });
}

/** What a rule finds, as `file:line:column message`. */
export async function findings(id: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const rule = rules.find(({ meta }) => meta.id === id);
  const texts = { ...minimal, ...files };
  const options: { -readonly [Key in keyof LintOptions]?: LintOptions[Key] } = {};
  if (rule?.meta.needs === 'network') options.brokenLinks = new Map([['https://gone.example/', '404 not found']]);
  if (rule?.meta.needs === 'model') {
    const { workspace } = parseWorkspace(Object.entries(texts).map(([path, text]) => ({ path, text })));
    // The same texts are parsed anew by `lintTexts`: utterances are matched by their place.
    const found = await recogniseAll(workspace);
    const byPlace = new Map(
      workspace.intents.flatMap(({ path, utterances }) =>
        utterances.map((utterance) => [`${path}:${utterance.line}`, found.get(utterance)] as const),
      ),
    );
    const parsed = parseWorkspace(Object.entries(texts).map(([path, text]) => ({ path, text })));
    const recognitions = new Map(
      parsed.workspace.intents.flatMap(({ path, utterances }) =>
        utterances.flatMap((utterance) => {
          const recognition = byPlace.get(`${path}:${utterance.line}`);
          return recognition ? [[utterance, recognition] as const] : [];
        }),
      ),
    );
    const { problems } = lint(parsed, { today: '2026-10-01', recognitions });
    return problems.filter(({ code }) => code === id).map(shown);
  }
  return lintTexts(texts, options)
    .problems.filter(({ code }) => code === id)
    .map(shown);
}

function shown({ file, line, column, message }: LintResult['problems'][number]): string {
  return `${file}:${line}:${column} ${message}`;
}
