import { defineRule, type Severity } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import type { Entry } from "../../src/intake/oslo/config.ts";
import { findOption } from "../../src/options/catalogue.ts";

/** Options that say where images are, or which stores there are. */
const TELLS_DATA: ReadonlySet<string> = new Set([
  "rbd_store_pool",
  "rbd_store_ceph_conf",
  "filesystem_store_datadir",
  "s3_store_bucket",
  "s3_store_host",
  "swift_store_container",
  "cinder_volume_type",
  "enabled_backends",
  "default_backend",
]);

export const repeatedOption = defineRule({
  id: "syntax/repeated-option",
  title: "An option is set twice with different values",
  severity: "low",
  part: "c",
  problem: "ambiguous_duplicate",
  needs: [],
  messages: { repeated: "{option} is set {count} times (lines {lines}) with different values; line {line} counts" },
  why: "Of an option that is set more than once oslo.config uses the last. Whoever edits the first one sees no effect; where it names a pool or a directory, images may lie under either.",
  wrong: "[ceph]\nrbd_store_chunk_size = 8\nrbd_store_chunk_size = 4",
  right: "[ceph]\nrbd_store_chunk_size = 8",
  silentWhen: [
    "all the values are equal",
    "the option takes several values (a multi-valued one)",
    "no catalogue knows the option",
  ],
  sources: ["openstack/oslo.config oslo_config/cfg.py _Namespace._get_value (the last value of a file)"],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud))
      for (const entries of repeats(config.entries)) {
        const last = entries.at(-1);
        if (!last) continue;
        const { section, key, line } = last;
        const found = findOption(service.catalogues, service.project, section, key, service.layout);
        if (!found || found.option.type === "multi") continue;
        const option = `[${section}]${key}`;
        // where data lies is no matter of taste: what was written under the other value is not found
        const severity: Severity = service.project !== "glance" ? "info" : TELLS_DATA.has(key) ? "medium" : "low";
        yield {
          message: "repeated",
          severity,
          option,
          at: { file: config.file, line },
          data: { option, count: entries.length, lines: entries.map((entry) => entry.line).join(", "), line },
          ...scopeIn(peers, service),
        };
      }
  },
});

/** Groups of entries of one option, sections as oslo.config folds them, whose values differ. */
function repeats(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const section = entry.section === "DEFAULT" ? entry.section : entry.section.toLowerCase();
    const name = `${section}\u0000${entry.key.replaceAll("-", "_")}`;
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return [...groups.values()].filter((group) => new Set(group.map(({ value }) => value)).size > 1);
}
