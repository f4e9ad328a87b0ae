/** When Slack no longer takes a token: what is said, and that nothing can be mended by waiting. */
import { GlancewrightError } from "../errors.ts";
import { codeOf } from "./desk.ts";

/** Slack's words for a token that will not work again. */
const REFUSED = /\b(invalid_auth|not_authed|account_inactive|token_revoked|token_expired|not_allowed_token_type)\b/;

/** The word that Slack gave for refusing a token; null for any other failure. */
export function refusedToken(error: unknown): string | null {
  const told = codeOf(error) ?? (error instanceof Error ? error.message : typeof error === "string" ? error : "");
  return REFUSED.exec(told)?.[1] ?? null;
}

/** For whoever runs the bot. `which`: the name of the variable that holds the token. */
export function tokenRefused(which: "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN", word: string): GlancewrightError {
  return new GlancewrightError("slack.refused-token", {
    expected: `Slack to take ${which}`,
    got: word,
    next:
      which === "SLACK_BOT_TOKEN"
        ? "Copy the bot token again from OAuth & Permissions of the app; install the app if it never was."
        : "Make an app-level token with connections:write under Basic Information, and switch Socket Mode on.",
  });
}
