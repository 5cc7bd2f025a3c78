import type { Place } from '../../analytics/index.js';
import { count } from '../style.js';
import { code, markup, said, type Content, type Html } from './markup.js';
import { number } from './tables.js';

/** What costs most, each with what to change and some of the conversations. */
export function hurtsBody(places: readonly Place[]): Content {
  return (
    places.length > 0 && [
      markup`<p>What costs most, by <code>routing.costs</code> of kb.yaml: how often it happens, times what it costs.</p>`,
      places.map(placeOf),
    ]
  );
}

function placeOf({ intent, hurt, count: times, customers, questions, cost, advice, examples }: Place): Html {
  return markup`<details class="case"><summary>${intent === null ? 'not recognised' : code(intent)} ${hurt} <small>cost ${number(Math.round(cost))}: ${count(times, 'time')}, ${count(customers, 'customer')}, of ${count(questions, 'question')}</small></summary>
<p>${advice}</p>
${examples.map(
  ({ conversation, turns }) =>
    markup`<p class="tag">Conversation ${code(conversation)}</p><ol class="talk">${turns.map(
      ({ role, text }) =>
        markup`<li class="${role === 'customer' && 'customer'}"><small>${role}</small>${said(text)}</li>`,
    )}</ol>`,
)}</details>
`;
}
