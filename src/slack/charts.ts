/** The picture of an answer as PNG, on a card of its own so that dark and light themes show it alike. */
import type { Digest } from "../hygiene/digest.ts";
import type { Reviewed } from "../review.ts";
import { chartFigures } from "./charts/figures.ts";
import { type Panel, panelsOf } from "./charts/panels.ts";
import { picture } from "./charts/picture.ts";
import { trendPanels } from "./charts/trend.ts";
import { plain } from "./inert.ts";
import { cut } from "./limits.ts";
import type { SlackFile } from "./message.ts";

/** What an uploaded picture may be described with. */
const ALT_TEXT = 1_000;

/** Eight weeks of the digest's measures; null where no measure has two weeks. */
export async function trendOf({ trend }: Pick<Digest, "trend">): Promise<SlackFile | null> {
  return fileOf("trend.png", trendPanels(trend));
}

/** Bytes by store and format, who clones, bytes of a boot: what is known of these; null where nothing is. */
export async function chartsOf(answer: Pick<Reviewed, "cloud" | "review">): Promise<SlackFile | null> {
  return fileOf("picture.png", panelsOf(chartFigures(answer)));
}

async function fileOf(name: string, panels: readonly Panel[]): Promise<SlackFile | null> {
  if (panels.length === 0) return null;
  return {
    name,
    title: panels[0]?.title ?? "Picture",
    content: await picture(panels),
    alt: cut(plain(panels.map(({ title, alt }) => `${title}. ${alt}`).join(" ")), ALT_TEXT),
  };
}
