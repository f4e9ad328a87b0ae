/** Recognises Ceph's own files and outputs. */
import { type Found, found, type Recogniser, useless } from "./found.ts";
import type { JsonShape } from "./json-shape.ts";
import { share } from "./sample.ts";

const RELEASE =
  /^"?(?:argonaut|bobtail|cuttlefish|dumpling|emperor|firefly|giant|hammer|infernalis|jewel|kraken|luminous|mimic|nautilus|octopus|pacific|quincy|reef|squid|tentacle)"?$/;

function cephJson(json: JsonShape): Found | null {
  const has = (path: string): boolean => json.paths.has(path);
  if (has(".stats.total_bytes") && has(".pools")) return found("ceph-df");
  if (has("[].pool_name") || has(".pools[].pool_name")) return found("ceph-pools");
  if (has("[].entity") || has(".auth_dump[].entity")) return found("ceph-auth");
  if (has(".overall") && (has(".mon") || has(".osd"))) return found("ceph-versions");
  if (has(".pool") && has(".min_size") && has(".size")) return found("ceph-pools");
  if (has(".fsid") && (has(".monmap") || has(".osdmap"))) return useless("output of ceph -s");
  if (has(".status") && has(".checks")) return useless("output of ceph health");
  if (has(".nodes[].crush_weight")) return useless("output of ceph osd df or ceph osd tree");
  return null;
}

/** Outputs of the `ceph` command. */
export const recogniseCephOutput: Recogniser = ({ json, lines, text }) => {
  if (json !== null) return cephJson(json);
  const head = lines.slice(0, 60);
  if (
    head.some(
      (line) =>
        /^-+ (?:RAW STORAGE|POOLS) -+$|^(?:RAW STORAGE|POOLS):$/.test(line.trim()) ||
        /^\s*POOL\s+ID\s+(?:PGS\s+)?STORED\b/.test(line),
    )
  )
    return found("ceph-df");
  if (head.some((line) => /^\s*pool \d+ '[^']*' (?:replicated|erasure)/.test(line))) return found("ceph-pools");
  if (
    head.some((line) => /^min_size: \d+/.test(line)) &&
    head.some((line) => /^(?:size|pg_num|crush_rule): /.test(line))
  )
    return found("ceph-pools");
  if (/^\s*\S+\s*$/.test(text) && RELEASE.test(text.trim())) return found("ceph-min-compat");
  if (head.some((line) => /^\s*require_min_compat_client \w+/.test(line))) return found("ceph-min-compat");
  if (head.some((line) => /^\s*"?ceph version \d+\.\d+/.test(line))) return found("ceph-versions");
  if (head.some((line) => /^\s*cluster:\s*$/.test(line)) && head.some((line) => /^\s*health: HEALTH_/.test(line)))
    return useless("output of ceph -s");
  if (/^\s*HEALTH_(?:OK|WARN|ERR)\b/.test(head[0] ?? "")) return useless("output of ceph health");
  if (/^\s*ID\s+CLASS\s+WEIGHT\b/.test(head[0] ?? "")) return useless("output of ceph osd df or ceph osd tree");
  return null;
};

const CEPH_SECTION = /^\s*\[\s*(global|mon|osd|mds|mgr|client|(?:client|mon|osd|mds|mgr)\.[^\]]+)\s*\]/;
const CEPH_KEY =
  /^\s*(?:fsid|mon[ _-]host|mon[ _-]initial[ _-]members|auth[ _-](?:cluster|service|client)[ _-]required|public[ _-]network|cluster[ _-]network|rbd[ _-](?:cache|default)[\w -]*|osd[ _-](?:pool|journal)[\w -]*|ms[ _-](?:cluster|service|client)[ _-]mode|keyring|admin[ _-]socket)\s*=/;
const KEYRING_KEY = /^\s*(?:key|caps\s+(?:mon|osd|mgr|mds)|caps:?)\s*[=:]|^\s*caps: \[/;

/** `ceph.conf` and keyrings. */
export const recogniseCephConf: Recogniser = ({ lines, name }) => {
  const sections = lines.map((line) => CEPH_SECTION.exec(line)?.[1]).filter((section) => section !== undefined);
  const headers = lines.filter((line) => /^\s*\[[^\]]*\]/.test(line)).length;
  const keyring = lines.some((line) => KEYRING_KEY.test(line));
  const conf = lines.some((line) => CEPH_KEY.test(line));
  const owned = sections.length > 0 && sections.length === headers;
  const clients = sections.some((section) => section.includes("."));
  if (owned && keyring && clients && !conf && !sections.includes("global")) return found("ceph-auth");
  if (
    !owned &&
    headers === 0 &&
    lines.some((line) => /^(?:client|osd|mgr|mon|mds)\.\S+$/.test(line)) &&
    lines.some((line) => /^\s+(?:key:|caps: \[)/.test(line))
  )
    return found("ceph-auth");
  if ((owned || (sections.includes("global") && conf)) && (conf || clients)) return found("ceph-conf");
  if (
    headers === 0 &&
    conf &&
    share(
      lines.filter((line) => !/^\s*[#;]/.test(line)),
      CEPH_KEY,
    ) > 0.5
  )
    return found("ceph-conf");
  return owned && /ceph/i.test(name) ? found("ceph-conf") : null;
};
