import { completeListing, image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { poolBytesUnexplained } from "./pool-bytes-unexplained.ts";

const TIB = 1024 ** 4;
const conf = (stores = "fast:rbd") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${stores}\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = images\n`,
});
const df = (stored: string) => ({
  "ceph-df.txt": `--- POOLS ---
POOL     ID   PGS   STORED  OBJECTS     USED  %USED  MAX AVAIL
images    2   256  ${stored}  290.11k  6.3 TiB   5.98     33 TiB
`,
});
const images = [image(1, { size: TIB }), image(2, { size: TIB })];

testRule(poolBytesUnexplained, {
  silent: [
    {
      name: "a thin pool holds less than its images",
      given: { ...conf(), ...completeListing(images), ...df("1.2 TiB") },
    },
    { name: "a little more", given: { ...conf(), ...completeListing(images), ...df("2.2 TiB") } },
    {
      name: "Nova's disks are in the same pool",
      given: {
        ...conf(),
        ...completeListing(images),
        ...df("9 TiB"),
        "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = images\n",
      },
    },
    {
      name: "nothing tells which images are in which of two stores",
      given: { ...conf("fast:rbd,archive:swift"), ...completeListing(images), ...df("9 TiB") },
    },
  ],
  reports: [
    {
      name: "four times as much as the images",
      given: { ...conf(), ...completeListing(images), ...df("9 TiB") },
      expect: [
        {
          option: "catalog",
          problem: "store_imbalance",
          severity: "medium",
          file: "ceph-df.txt",
          line: 3,
          objects: ["images"],
        },
      ],
    },
    {
      name: "the listing lacks hidden images",
      given: { ...conf(), "images.json": page(images), ...df("9 TiB") },
      expect: [{ severity: "low", file: "ceph-df.txt" }],
    },
    {
      name: "figures by store",
      given: {
        ...conf("fast:rbd,archive:s3"),
        ...df("9 TiB"),
        "catalog-stats.json": JSON.stringify({ images_total: 9, bytes_by_store: { fast: 3 * TIB, archive: 40 * TIB } }),
      },
      expect: [{ severity: "medium" }],
    },
  ],
  unchecked: [{ name: "no images were given", given: { ...conf(), ...df("9 TiB") } }],
});
