/** Pictures of an answer as PNG, on a card of their own so that dark and light themes show them alike. */
import type { Review } from "../design/schema.ts";
import type { SlackFile } from "./message.ts";

export async function chartsOf(_review: Review): Promise<SlackFile | null> {
  return null;
}
