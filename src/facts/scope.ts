/** What a file's name tells of the node, site or endpoint that it belongs to. */
import type { Scope } from "./cloud.ts";

const ROLE_WORDS: readonly [RegExp, Scope["role"]][] = [
  [/(?<![a-z])(internal|int|service|admin)(?![a-z])/i, "internal"],
  [/(?<![a-z])(external|ext|public)(?![a-z])/i, "external"],
];
const NODE = /(?<![a-z0-9])((?:ctl|ctrl|controller|control|node|api|cmp|compute|hv|host|osctl)[-_]?\d+)(?![a-z0-9])/i;
const SITE = /(?<![a-z0-9])((?:az|dcn|edge|site|region|zone|dc|cell)[-_]?[a-z0-9]*|central|main)(?![a-z0-9])/i;

/**
 * Reads node, site and endpoint role out of a path such as `az1/glance-api-internal.conf`. The label is the path itself
 * and is only shown where several files of one kind were given.
 */
export function scopeOf(file: string): Scope {
  const stem = file.replace(/\.conf$/i, "").replaceAll(/glance-?api|nova-?compute|nova-?cpu|cinder-?volume/gi, "");
  const role = ROLE_WORDS.find(([word]) => word.test(stem))?.[1] ?? "unknown";
  const site = SITE.exec(stem)?.[1]?.toLowerCase() ?? null;
  const node = NODE.exec(stem)?.[1]?.toLowerCase() ?? null;
  return { label: file, role, site, node };
}

/** Two scopes can belong together: no site told on one side, or the same site on both. */
export function sameSite(left: Scope, right: Scope): boolean {
  return left.site === null || right.site === null || left.site === right.site;
}
