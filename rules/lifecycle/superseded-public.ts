import { defineRule } from "../../src/check/rule.ts";
import { timeOf } from "../../src/facts/catalog/listing-time.ts";
import type { ImageRow, ImageTable } from "../../src/intake/listings/image-table.ts";
import { plural } from "../../src/units.ts";

/** Builds of one system that a public list may show before it misleads: the newest, and the one before. */
const SHOWN = 2;

export const supersededPublic = defineRule({
  id: "lifecycle/superseded-public",
  title: "Old builds of public images stand beside the new one",
  severity: "low",
  part: "e",
  problem: "archive_candidates",
  needs: ["image-rows"],
  messages: {
    old: "{count} older than two later builds of the same system and still listed: hide them (os_hidden), keep their ids",
  },
  why: "Users pick from the list they see, so old builds without updates keep being booted. A hidden image keeps its id: servers that came from it can still be rebuilt, and clones are untouched. Delete it when nothing refers to it any more.",
  wrong: "ubuntu-24.04-202501  public\nubuntu-24.04-202502  public\nubuntu-24.04-202503  public",
  right: "$ openstack image set --hidden ubuntu-24.04-202501",
  silentWhen: [
    "a system has at most two public builds",
    "names differ in more than a date or build number: then they are variants, not builds",
    "the older builds are hidden",
  ],
  sources: ["openstack/glance glance/api/v2/images.py (os_hidden)", "judgement: two builds may stand side by side"],
  *check({ catalog }) {
    const images = catalog?.images;
    if (!images) return;
    if (!images.fields.has("visibility") || !images.fields.has("createdAt") || !images.fields.has("properties")) {
      yield { unchecked: ["visibility, created_at, os_distro and os_version of the images (GET /v2/images)"] };
      return;
    }
    const old = oldBuilds(images);
    const row = images.find(old[0] ?? "");
    if (!row) return;
    yield {
      message: "old",
      option: "catalog",
      at: { file: row.file, line: row.line },
      objects: old.slice(0, 20),
      data: { count: `${plural(old.length, "public image")} ${old.length === 1 ? "is" : "are"}` },
    };
  },
});

/** System, version, format and architecture, and the name without its date, build number and punctuation. */
function systemOf(image: ImageRow): string | null {
  const distro = image.property("os_distro");
  const version = image.property("os_version");
  if (!distro || !version) return null;
  const stem = (image.name ?? "")
    .toLowerCase()
    .replace(/(?:build|b|v|r)?[-_.]?\d{3,}(?:[-_.]?\d+)*/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  return [distro, version, image.diskFormat, image.property("architecture"), image.owner, stem].join("\u0000");
}

function oldBuilds(images: ImageTable): string[] {
  const builds = new Map<string, { id: string; time: number }[]>();
  for (const image of images.rows()) {
    if (image.visibility !== "public" || image.hidden === true || image.status !== "active") continue;
    const system = systemOf(image);
    const time = timeOf(image.createdAt);
    if (system === null || time === null) continue;
    const list = builds.get(system);
    if (list) list.push({ id: image.id, time });
    else builds.set(system, [{ id: image.id, time }]);
  }
  return [...builds.values()].flatMap((list) =>
    list
      .sort((one, other) => other.time - one.time || (one.id < other.id ? -1 : 1))
      .slice(SHOWN)
      .map(({ id }) => id),
  );
}
