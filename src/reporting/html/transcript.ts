import type { ReplayedCase, ReplayedTurn } from '../../simulation/index.js';
import { inPercent } from './tables.js';
import { markup, said, type Html } from './markup.js';

const DONE = {
  answer: 'answered',
  assist: 'drafted for a person',
  clarify: 'asked back',
  handoff: 'to a person',
} as const;

/**
 * A replayed scenario as a conversation, on one line that ends with a line feed, so that a page can stop after any of them.
 * Of variations only those that broke something: they are many, and tell the same story.
 */
export function transcriptOf(replayed: ReplayedCase): readonly string[] {
  const { name, file, title, segment, channel, language, variation, passed, turns } = replayed;
  if (variation !== undefined && passed) return [];
  const about = [segment, channel, language].filter(Boolean).join(', ');
  const mark = passed
    ? markup`<span class="good">✓</span><span class="unseen"> as expected:</span>`
    : variation === undefined
      ? markup`<span class="bad">✗</span><span class="unseen"> not as expected:</span>`
      : markup`<span class="warn">!</span><span class="unseen"> not as expected when varied:</span>`;
  return [
    markup`<details class="case"><summary>${mark} ${said(`${title}${name.slice(file.length)}`)} <small>${file}${about !== '' && `, ${about}`}</small></summary><ol class="talk">${turns.map(turnOf)}</ol></details>`
      .source + '\n',
  ];
}

function turnOf({ text, decision, mismatches }: ReplayedTurn): Html {
  const { action, intent, confidence, article, priority, reply, reasons } = decision;
  const what = [
    DONE[action],
    intent === null ? 'not recognised' : `${intent} (${inPercent(confidence)})`,
    article,
    priority === 'high' && 'high priority',
  ];
  return markup`<li class="customer"><small>Customer</small>${said(text)}</li><li class="${mismatches.length > 0 && 'wrong'}"><small>${what.filter(Boolean).join(' · ')}</small>${reply !== undefined && said(reply)}<small>because ${reasons.join('; ')}</small>${mismatches.map(({ what: expectation, expected, actual }) => markup`<small class="bad">✗ ${expectation}: expected ${expected}, got ${actual}</small>`)}</li>`;
}
