export {
  conversationSchema,
  readConversation,
  readConversations,
  type BadLine,
  type LoggedConversation,
  type LoggedTurn,
} from './conversation.js';
