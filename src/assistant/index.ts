export { startConversation, takeTurn, type Opening, type TakenTurn } from './conversation.js';
export { decide } from './decide.js';
export { isValueOf, valuesOf } from './facts.js';
export { packetMarkdown } from './packet.js';
export { makePolicy } from './policy.js';
export { recognise, type Recogniser } from './recognise.js';
export { batchRecogniser } from './remember.js';
export { indexArticles, searchArticles, type Hit } from './search.js';
export type {
  Action,
  Conversation,
  Customer,
  Decision,
  Facts,
  Packet,
  Policy,
  Priority,
  Question,
  Turn,
  TurnRecognition,
} from './types.js';
