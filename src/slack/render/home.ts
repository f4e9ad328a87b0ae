/** App Home: what is set up, and what is open. */
import type { HomeView, KnownBlock } from "@slack/types";
import { bullets, button, context, header, paragraph, strong } from "./blocks.ts";

export type HomeFacts = {
  clouds: readonly {
    name: string;
    release: string | null;
    /** "mon 09:00 Europe/Berlin"; null: none is set. */
    digest: string | null;
    /** Day of the newest snapshot, as 2026-11-23. */
    snapshot: string | null;
  }[];
  models: readonly string[];
  /** High findings that nobody accepted, with their cloud. */
  high: readonly { cloud: string; key: string; fingerprint: string }[];
  /** Acknowledgements that end soon. */
  ending: readonly { scope: string; fingerprint: string; until: string; why: string }[];
  spent: { tokens: number; limit: number | null; cost: string | null };
  mayUse: boolean;
};

const amount = (tokens: number): string => tokens.toLocaleString("en-US");

const MOST_HIGH = 8;

export function homeView({ clouds, models, high, ending, spent, mayUse }: HomeFacts): HomeView {
  const blocks: KnownBlock[] = mayUse
    ? [
        header("Image stores"),
        {
          type: "actions",
          block_id: "home",
          elements: [
            button({ action: "open-design", text: "Design", value: "design", style: "primary" }),
            button({ action: "open-check", text: "Check", value: "check" }),
          ],
        },
        strong("Clouds"),
        bullets(
          clouds.length > 0
            ? clouds.map(
                ({ name, release, digest, snapshot }) =>
                  `${name}${release ? `, ${release}` : ""}; ${digest ? `digest ${digest}` : "no weekly digest"}; ${snapshot ? `snapshot of ${snapshot}` : "no snapshot yet"}`,
              )
            : ["None is set up: a review works without."],
        ),
        strong("High findings that are open"),
        bullets(
          high.length > 0
            ? [
                ...high
                  .slice(0, MOST_HIGH)
                  .map(({ cloud, key, fingerprint }) => `${cloud}: ${key} (${fingerprint.slice(0, 12)})`),
                ...(high.length > MOST_HIGH ? [`and ${high.length - MOST_HIGH} more`] : []),
              ]
            : ["None in the newest snapshots."],
        ),
        strong("Acknowledgements that end within two weeks"),
        bullets(
          ending.length > 0
            ? ending.map(
                ({ scope, fingerprint, until, why }) => `${until}: ${fingerprint.slice(0, 12)} (${scope}): ${why}`,
              )
            : ["None."],
        ),
        strong("This month"),
        bullets([
          `${amount(spent.tokens)} tokens${spent.limit === null ? "" : ` of ${amount(spent.limit)}`}${spent.cost ? `; cost ${spent.cost} at the prices of the settings` : ""}`,
          `Model: ${models.join(", then ") || "none, the rules answer alone"}`,
        ]),
        context("Drop files or a paste into the Messages tab, or use /glance in a channel."),
      ]
    : [header("Image stores"), paragraph("You may not use Glancewright here. Ask whoever runs it.")];
  return { type: "home", blocks };
}
