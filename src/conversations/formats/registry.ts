import type { LogFormat } from '../format.js';
import { canonical } from './canonical.js';
import { chatwoot } from './chatwoot.js';
import { csv } from './csv.js';
import { intercom } from './intercom.js';
import { mail } from './mail.js';
import { parquet } from './parquet.js';
import { rasa } from './rasa.js';
import { slack } from './slack.js';
import { whatsapp } from './whatsapp.js';
import { zendesk } from './zendesk.js';

/** In the order in which they are asked; the first that knows a file has it. */
export const logFormats: readonly LogFormat[] = [
  parquet,
  rasa,
  intercom,
  chatwoot,
  zendesk,
  canonical,
  slack,
  whatsapp,
  mail,
  csv,
];

export const formatNames: readonly string[] = logFormats.map(({ name }) => name);
