/** Reader of `ceph osd get-require-min-compat-client`, and of the same line in `ceph osd dump`. */
import type { CephMinCompatArtefact } from "../artefact.ts";
import type { ListingSource } from "../listings/reading.ts";

/** Ceph releases in order; clone format 2 needs clients from mimic on. */
const RELEASES =
  /\b(argonaut|bobtail|cuttlefish|dumpling|emperor|firefly|giant|hammer|infernalis|jewel|kraken|luminous|mimic|nautilus|octopus|pacific|quincy|reef|squid|tentacle)\b/;

/** Reads the release that clients must have; `unknown` where the text names none. */
export function readCephMinCompat(text: string, source: ListingSource): CephMinCompatArtefact {
  const lines = text.split("\n");
  const said = lines.findIndex((line) => /^\s*"?require_min_compat_client\b/.test(line) && RELEASES.test(line));
  const alone = lines.findIndex((line) => RELEASES.test(line) && /^\s*"?\w+"?\s*$/.test(line));
  const at = said >= 0 ? said : alone;
  const release = at < 0 ? undefined : RELEASES.exec(lines[at] ?? "")?.[1];
  return { kind: "ceph-min-compat", file: source.file, release: release ?? "unknown", line: Math.max(0, at) + 1 };
}
