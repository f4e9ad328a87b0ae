/** Which scope of the bot each method and event needs, for the manifest and for doctor. */

/** By Web API method that the bot calls; none: a token is enough. */
export const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "assistant.threads.setSuggestedPrompts": ["chat:write"],
  "chat.delete": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "conversations.open": ["im:write"],
  "files.completeUploadExternal": ["files:write"],
  "files.delete": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
};

/** By what reaches the bot. */
const ARRIVAL_SCOPES: Readonly<Record<string, readonly string[]>> = {
  "/glance and the shortcut": ["commands"],
  app_mention: ["app_mentions:read"],
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  "files that people give": ["files:read"],
};

/** All of them, sorted. */
export const BOT_SCOPES: readonly string[] = [
  ...new Set([...Object.values(METHOD_SCOPES), ...Object.values(ARRIVAL_SCOPES)].flat()),
].toSorted();
