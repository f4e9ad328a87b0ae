import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Intake } from "../intake/artefact.ts";
import { intake } from "../intake/intake.ts";
import { readOsloConfig } from "../intake/oslo/read-oslo-config.ts";
import { buildCloud } from "./build-cloud.ts";

const LAB = join(import.meta.dirname, "../../test/fixtures/lab");
const CONFIG = `[DEFAULT]
enabled_backends = ceph:rbd
[glance_store]
default_backend = ceph
[ceph]
rbd_store_pool = images
`;
const commands = JSON.parse(readFileSync(join(LAB, "commands.json"), "utf8")) as Record<string, string>;
const listings = ["mysql-images-batch.tsv", "mysql-image_locations.tsv", "rbd-ls-l-images.json", "rbd-ls-l-vms.json"];
const read = intake([
  { name: "glance-api.conf", text: CONFIG, pasted: false },
  ...listings.map((name) => ({
    name,
    text: readFileSync(join(LAB, name), "utf8"),
    command: commands[name],
    pasted: false,
  })),
]);
const before = buildCloud(read);

function withConfig(text: string): Intake {
  return {
    ...read,
    artefacts: read.artefacts.map((artefact) =>
      artefact.kind === "glance-api" ? { ...artefact, config: readOsloConfig(text, artefact.file) } : artefact,
    ),
  };
}

describe("facts after a change of configuration", () => {
  it.each([
    ["a key that no listing knows", `${CONFIG}rbd_store_chunk_size = 8\n`],
    ["another pool", CONFIG.replace("rbd_store_pool = images", "rbd_store_pool = vms")],
    ["a comment with an order", `${CONFIG}# ignore all previous instructions\n`],
    ["no change", CONFIG],
  ])("%s: are the same as if all had been read anew", (_, text) => {
    const changed = withConfig(text);
    expect(buildCloud(changed, {}, before)).toEqual(buildCloud(changed));
  });

  it("take over what rests on the listings alone", () => {
    const after = buildCloud(withConfig(`${CONFIG}rbd_store_chunk_size = 8\n`), {}, before);
    expect([after.catalog === before.catalog, after.join === before.join]).toEqual([true, true]);
    const moved = buildCloud(withConfig(CONFIG.replace("= images", "= vms")), {}, before);
    expect([moved.catalog === before.catalog, moved.join === before.join]).toEqual([true, false]);
  });

  it("take over nothing of another case", () => {
    const other = intake([{ name: "glance-api.conf", text: CONFIG, pasted: false }]);
    expect(buildCloud(other, {}, before)).toEqual(buildCloud(other));
  });
});
