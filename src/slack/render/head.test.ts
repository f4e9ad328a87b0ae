import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../../check/load-rules.ts";
import type { Rule } from "../../check/rule.ts";
import type { Review } from "../../design/schema.ts";
import { intake } from "../../intake/intake.ts";
import { review } from "../../review.ts";
import { itemText } from "./blocks.ts";
import { headOf } from "./head.ts";

let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

const reviewOf = (files: Readonly<Record<string, string>>): Review =>
  review(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))), rules).review;
const CONFIG = `[DEFAULT]
enabled_backends = fast:rbd
show_multiple_locations = True
[glance_store]
default_backend = fast
[fast]
rbd_store_pool = images
rbd_store_ceph_conf = /etc/ceph/ceph.conf
`;
const NOVA = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";
const STATS = JSON.stringify({ images_total: 500, by_disk_format: { raw: 100, qcow2: 400 } });

test("the first line names the worst cause, not how many there are", () => {
  const answer = reviewOf({
    "glance-api.conf": CONFIG.replace("default_backend = fast", "default_backend = fsat"),
    "nova.conf": NOVA,
    "request.md": "Release 2025.1.",
  });
  const { title } = headOf(answer, "review");
  expect(title).toContain("fsat");
  expect(answer.findings[0]?.title.startsWith(title)).toBe(true);
});

describe("figures", () => {
  test("before and after stand beside one another where keys change", () => {
    const answer = reviewOf({
      "glance-api.conf": `${CONFIG}`.replace("= True", "= True\nshow_image_direct_url = False"),
      "nova.conf": NOVA,
      "request.md": "Release 2025.1.",
    });
    const { before, after } = answer.design.c.verification;
    const said = headOf(answer, "review").figures.map(itemText).join("\n");
    expect(before.high + before.medium).toBeGreaterThan(after.high + after.medium);
    expect(said).toContain(`Before: ${before.high} high, ${before.medium} medium`);
    expect(said).toContain(`: ${after.high} high, ${after.medium} medium`);
  });

  test("templates are not told as changes that help", () => {
    const answer = reviewOf({ "catalog-stats.json": STATS, "request.md": "All on Ceph." });
    const said = headOf(answer, "review").figures.map(itemText).join("\n");
    expect(answer.design.c.changes.length).toBeGreaterThan(0);
    expect(said).not.toMatch(/\bAfter\b/);
    expect(said).toContain("template");
  });
});

test("hygiene tells what lies in the stores, and no key", () => {
  const answer = reviewOf({ "glance-api.conf": CONFIG, "nova.conf": NOVA });
  const { findings, figures, safeNow } = headOf(answer, "hygiene");
  expect(answer.findings.some(({ part }) => part === "c")).toBe(true);
  expect(findings.every(({ part }) => part === "e")).toBe(true);
  expect(figures.map(itemText).join()).toMatch(/Orphan candidates: 0/);
  expect(safeNow.at(-1)).toMatch(/^Not tonight/);
});
