/** What was said lately, so that it is not said again. */

const KEPT_MS = 24 * 60 * 60_000;
const MOST_KEPT = 10_000;

/** True for a key that was not asked about within a day. It is forgotten with the process: then it is said once more. */
export function newsOf(now: () => number): (key: string) => boolean {
  const said = new Map<string, number>();
  return (key) => {
    const until = said.get(key) ?? 0;
    if (until > now()) return false;
    if (said.size >= MOST_KEPT) said.clear();
    said.set(key, now() + KEPT_MS);
    return true;
  };
}
