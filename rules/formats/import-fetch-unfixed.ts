import { defineRule } from "../../src/check/rule.ts";
import type { Cloud } from "../../src/facts/cloud.ts";
import type { Position } from "../../src/intake/source.ts";

/** First upstream tag with the fix of bug 2138602, by major version; older lines never got a tag with it. */
const FIXED: Readonly<Record<number, readonly [number, number]>> = { 30: [2, 0], 31: [1, 0] };
const FIRST_MAJOR_WITH_FIX = 32;
const METHODS = ["web-download", "glance-download"];

export const importFetchUnfixed = defineRule({
  id: "formats/import-fetch-unfixed",
  title: "This version of Glance can be led around its filter of hosts",
  severity: "high",
  part: "c",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    upstream:
      "Glance {version} follows redirects and odd spellings of addresses past its filter in {method}: update to {fixed}",
    packaged:
      "Glance {version}, in upstream numbering, can be led past its filter in {method}: ask whether the package carries the fix",
  },
  why: "The filter of import addresses looked at the address as written. A redirect, or an address in another spelling, led to hosts that the filter refuses, metadata services among them. Upstream fixed it in 30.2.0, 31.1.0 and 32.0.0; distributions carry fixes under older numbers.",
  wrong: "$ glance-api --version\n30.1.0",
  right: "$ glance-api --version\n30.2.0",
  remedy: "install the release of Glance that mends it, or take web-download out until then",
  silentWhen: [
    "the version holds the fix",
    "neither web-download nor glance-download is enabled",
    "no version was given: then it is unchecked",
  ],
  sources: ["openstack/glance release note of bug 2138602 (30.2.0, 31.1.0, 32.0.0)"],
  *check(cloud) {
    const method = cloud.glance.flatMap(({ importMethods }) => importMethods).find((one) => METHODS.includes(one));
    if (!method) return;
    const found = glanceVersions(cloud);
    if (found.length === 0) yield { unchecked: ["the version of Glance (glance-api --version, dpkg -l)"] };
    for (const { text, parts, packaged, at } of found) {
      if (isFixed(parts)) continue;
      const [major, minor] = FIXED[parts[0]] ? [parts[0], FIXED[parts[0]]] : [FIRST_MAJOR_WITH_FIX, [0, 0]];
      yield {
        message: packaged ? "packaged" : "upstream",
        severity: packaged ? "low" : "high",
        option: "release",
        at,
        data: { version: text.slice(0, 40), method, fixed: `${major}.${minor?.join(".")}` },
      };
      return;
    }
  },
});

type Version = { text: string; parts: [number, number, number]; packaged: boolean; at: Position };

/** Versions of Glance itself; `packaged`: with a distribution's own suffix. */
function glanceVersions({ intake }: Cloud): Version[] {
  return intake.artefacts.flatMap((artefact) => {
    if (artefact.kind !== "versions") return [];
    return artefact.versions.flatMap(({ name, version, line }): Version[] => {
      const match = /^(?:\d+:)?(\d+)\.(\d+)\.(\d+)(.*)$/.exec(version);
      if (!match || !/^(?:python3?-|openstack-)?glance(?:-api|-common)?$/.test(name.toLowerCase())) return [];
      const [major, minor, patch] = [match[1], match[2], match[3]].map(Number);
      if (major === undefined || minor === undefined || patch === undefined || major < 20) return [];
      const packaged = match[4] !== "";
      return [{ text: version, parts: [major, minor, patch], packaged, at: { file: artefact.file, line } }];
    });
  });
}

function isFixed([major, minor, patch]: Version["parts"]): boolean {
  if (major >= FIRST_MAJOR_WITH_FIX) return true;
  const [fixedMinor, fixedPatch] = FIXED[major] ?? [Infinity, 0];
  return minor > fixedMinor || (minor === fixedMinor && patch >= fixedPatch);
}
