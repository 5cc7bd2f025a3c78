import type { LogFormat } from '../format.js';
import { canonical } from './canonical.js';
import { chatwoot } from './chatwoot.js';
import { csv } from './csv.js';
import { intercom } from './intercom.js';
import { rasa } from './rasa.js';
import { zendesk } from './zendesk.js';

/** In the order in which they are asked; the first that knows a file has it. */
export const logFormats: readonly LogFormat[] = [rasa, intercom, chatwoot, zendesk, canonical, csv];

export const formatNames: readonly string[] = logFormats.map(({ name }) => name);
