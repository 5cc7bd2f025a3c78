import { makeFinder } from '../text/index.js';
import type { Settings } from '../workspace/index.js';

/** A piece of personal data in a text. Offsets are UTF-16 units. */
export interface Personal {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** Beyond this a message is no message, and reading it would take long. */
const MOST_CHARACTERS = 4000;

const finders = new WeakMap<Settings, (text: string) => readonly Personal[]>();

/** What `kb redact` would replace in a text, with the countries and patterns of kb.yaml; made-up data is none. */
export function findPersonal(text: string, settings: Settings): readonly Personal[] {
  let find = finders.get(settings);
  if (!find) finders.set(settings, (find = makeFinder(settings.privacy)));
  return find(text.slice(0, MOST_CHARACTERS)).filter(({ kind, start, end }) => !isMadeUp(kind, text.slice(start, end)));
}

/** Whether it belongs to nobody: what RFC 2606 and RFC 6761, Ofcom and the NANP set aside for examples and films. */
function isMadeUp(kind: string, written: string): boolean {
  if (kind === 'email')
    return /(?:[@.](?:example|test|invalid|localhost|local)|[@.]example\.(?:com|org|net))$/i.test(written);
  if (kind !== 'phone') return false;
  const digits = written.replace(/\D/g, '');
  return /55501\d\d$/.test(digits) || SET_ASIDE.test(digits.replace(/^(?:00)?44/, '0').replace(/^00/, '0'));
}

const SET_ASIDE =
  /^0(?:7700900|1174960|1134960|1144960|1154960|1164960|1184960|1214960|1314960|1414960|1514960|1614960|2079460|1914980|2890180|2920180|1632960)\d{3}$/;
