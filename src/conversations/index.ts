export {
  conversationSchema,
  lastMoment,
  readConversation,
  readConversations,
  toMoment,
  type BadLine,
  type LoggedConversation,
  type LoggedTurn,
} from './conversation.js';
