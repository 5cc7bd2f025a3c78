import { compareText } from '../../../problem.js';
import { intentExample } from '../../examples.js';
import { LineStarts, placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const unsorted: Rule = {
  meta: {
    id: 'utt/unsorted',
    summary:
      'Utterances are not in order, where the house wants them sorted so that merges rarely conflict (off unless kb.yaml switches it on).',
    severity: 'info',
    fixable: 'yes',
    optIn: true,
    example: {
      fails: {
        'kb.yaml': 'lint: { rules: { utt/unsorted: info } }\n',
        'intents/refund.amount.md': intentExample('refund.amount', ['what sum', 'how much do I get back']),
      },
      passes: {
        'kb.yaml': 'lint: { rules: { utt/unsorted: [info, {}] } }\n',
        'intents/refund.status.md': intentExample('refund.status', ['money', 'refund']),
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', 'what sum']),
        'intents/out-of-scope.md': intentExample('out-of-scope', []),
      },
    },
  },
  *checkIntent({ file }) {
    const lines = new LineStarts(file.text, file.path);
    // Comments and blank lines stay where they are: each run of neighbouring lines is sorted for itself.
    for (let from = 0; from < file.utterances.length;) {
      let to = from + 1;
      while (
        file.utterances[to]?.line === (file.utterances[to - 1]?.line ?? 0) + 1 &&
        file.utterances[to]?.language === file.utterances[from]?.language
      )
        to += 1;
      const run = file.utterances.slice(from, to);
      const wrong = run.find(({ text }, index) => index > 0 && compareText(run[index - 1]?.text ?? '', text) > 0);
      if (wrong) {
        const start = lines.offsetOf(run[0]?.line ?? 1, file.text.length);
        const end = lines.offsetOf((run.at(-1)?.line ?? 1) + 1, file.text.length);
        const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
        const block = file.text.slice(start, end);
        const endsOpen = !block.endsWith('\n');
        const written = (endsOpen ? block : block.slice(0, -eol.length)).split(eol);
        const sorted = run
          .map((utterance, index) => ({ utterance, line: written[index] as string }))
          .toSorted((a, b) => compareText(a.utterance.text, b.utterance.text));
        yield {
          message: `"${wrong.text}" should stand further up`,
          hint: 'sort the lines: `kb lint --fix` does',
          ...placeOfUtterance(file, wrong),
          ...(written.length === run.length && {
            fix: [
              { file: file.path, start, end, text: sorted.map(({ line }) => line).join(eol) + (endsOpen ? '' : eol) },
            ],
          }),
        };
      }
      from = to;
    }
  },
};
