/** Whether Slack takes the bot's token, and with which scopes. */
import type { WebClient } from "@slack/web-api";
import { GlancewrightError } from "../errors.ts";
import { tokenRefused } from "./auth-trouble.ts";
import { codeOf } from "./desk.ts";
import { BOT_SCOPES } from "./scopes.ts";

/** Who the bot is to Slack, by ids. `enterprise` null: its workspace belongs to none. */
export type Self = { team: string; enterprise: string | null; user: string };

/** `missing` null: Slack did not tell the scopes. */
export type TokenCheck = { team: string; bot: string; missing: string[] | null; self: Self };

/** Throws `slack.refused-token` or `slack.unreachable`; missing scopes are told, not thrown. */
export async function checkToken(client: WebClient): Promise<TokenCheck> {
  try {
    const { team, user, team_id, enterprise_id, user_id, response_metadata: more } = await client.auth.test();
    const granted = (more as { scopes?: string[] } | undefined)?.scopes ?? null;
    return {
      team: team ?? "unknown",
      bot: user ?? "unknown",
      self: { team: team_id ?? "", enterprise: enterprise_id ?? null, user: user_id ?? "" },
      missing: granted ? BOT_SCOPES.filter((scope) => !granted.includes(scope)) : null,
    };
  } catch (error) {
    const code = codeOf(error);
    if (code) throw tokenRefused("SLACK_BOT_TOKEN", code);
    throw new GlancewrightError(
      "slack.unreachable",
      {
        expected: "an answer of Slack",
        got: "no connection",
        next: "Check the network, and a proxy in HTTPS_PROXY with NODE_USE_ENV_PROXY=1.",
      },
      { cause: error },
    );
  }
}
