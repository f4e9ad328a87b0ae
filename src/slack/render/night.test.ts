import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../../check/load-rules.ts";
import type { Rule } from "../../check/rule.ts";
import { intake } from "../../intake/intake.ts";
import { review } from "../../review.ts";
import { briefMessage } from "./follow-up.ts";
import { maskLine } from "./notices.ts";

let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

const imageOf = (format: string): string =>
  JSON.stringify({
    id: "0d7a8b6c-1111-4222-8333-444455556666",
    name: "ubuntu-24.04",
    status: "active",
    container_format: "bare",
    disk_format: format,
    size: 9_663_676_416,
    min_disk: 40,
    visibility: "public",
    created_at: "2026-03-02T10:00:00Z",
    updated_at: "2026-03-02T10:00:00Z",
    properties: { stores: "rbd" },
  });
const briefOf = (files: Readonly<Record<string, string>>): string =>
  briefMessage(
    review(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))), rules).review,
    "c1",
  ).text;

describe("one image, asked about at night", () => {
  test.each(["qcow2", "vmdk", "iso"])("%s is said to be copied at boot", (format) => {
    const text = briefOf({ "image.json": imageOf(format) });
    expect(text).toContain(`${format}, 9 GiB`);
    expect(text).toMatch(/copies, never clones/);
  });

  test("raw is said to be cloned on a condition only", () => {
    const text = briefOf({ "image.json": imageOf("raw") });
    expect(text).toContain("can be cloned, if");
    expect(text).not.toContain("never clones");
  });

  test("with the configuration beside it, what the rules find comes first", () => {
    const text = briefOf({
      "image.json": imageOf("qcow2"),
      "glance-api.conf": "[DEFAULT]\nenabled_backends = rbd:rbd\n[glance_store]\ndefault_backend = rdb\n",
    });
    expect(text).toContain("Store rbd has no section");
    expect(text).not.toContain("never clones");
  });
});

describe("the line for a host without glancewright", () => {
  const SECRETS = ["Winter-9", "amqp-7", "db-5", "swift-3", "keep-out-1"];
  const GLANCE = `[DEFAULT]
enabled_backends = rbd:rbd, cold:swift
transport_url = rabbit://glance:amqp-7@192.0.2.7:5672/
[database]
connection = mysql+pymysql://glance:db-5@192.0.2.9/glance
[keystone_authtoken]
www_authenticate_uri = https://one:keep-out-1@keystone.example:5000
# password = Winter-9
password = Winter-9
[glance_store]
default_backend = rbd
[rbd]
rbd_store_pool = images
[cold]
swift_store_user = glance
swift_store_key = swift-3
`;
  const NOVA =
    "[libvirt]\nimages_type = rbd\nrbd_user = cinder\nrbd_secret_uuid = 11111111-2222-4333-8444-555555555555\n";

  test("takes the secrets out, keeps everything else, and is read as the files are", () => {
    const folder = mkdtempSync(join(tmpdir(), "night-"));
    try {
      const files = { "glance-api.conf": GLANCE, "nova.conf": NOVA };
      const paths = Object.entries(files).map(([name, text]) => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      });
      const paste = execFileSync("sh", ["-c", maskLine(paths).replace(/ > \S+$/, "")], { encoding: "utf8" });
      for (const secret of SECRETS) expect(paste).not.toContain(secret);
      expect(paste).toContain("rbd_secret_uuid = 11111111-2222-4333-8444-555555555555");
      const rulesOf = (sources: Parameters<typeof intake>[0]): string[] =>
        review(intake(sources), rules)
          .review.findings.map(({ rule }) => rule)
          .toSorted();
      const given = Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }));
      expect(rulesOf([{ name: "safe-to-paste.txt", text: paste, pasted: true }])).toEqual(rulesOf(given));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
