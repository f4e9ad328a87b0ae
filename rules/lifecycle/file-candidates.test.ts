import { completeListing, image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { fileCandidates } from "./file-candidates.ts";

const conf = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n[nfs]\nfilesystem_store_datadir = /srv/images\n",
};
const files = (names: readonly string[], directory = "/srv/images") => ({
  "files.txt": [`--- files.txt --- (${names.length}) $ ls -l ${directory}`, ...names]
    .join("\n")
    .replace(/\((\d+)\)/, "($1 lines)"),
});
const row = (name: string): string => `-rw-r----- 1 glance glance 16777216 Nov 23 04:39 ${name}`;

testRule(fileCandidates, {
  silent: [
    {
      name: "every file has an image",
      given: { ...conf, ...completeListing([image(1), image(2)]), ...files([row(imageId(1)), row(imageId(2))]) },
    },
    {
      name: "the listed directory is the staging area",
      given: { ...conf, ...completeListing([image(1)]), ...files([row(imageId(3)), row(imageId(4))], "/srv/staging") },
    },
    {
      name: "the image is being uploaded",
      given: {
        ...conf,
        ...completeListing([image(1), image(2, { status: "saving" })]),
        ...files([row(imageId(1)), row(imageId(2))]),
      },
    },
    { name: "no files were listed", given: { ...conf, ...completeListing([image(1)]) } },
  ],
  reports: [
    {
      name: "one file without an image",
      given: { ...conf, ...completeListing([image(1)]), ...files([row(imageId(1)), row(imageId(3))]) },
      expect: [
        {
          option: "image list",
          problem: "orphan_claim_unsafe",
          severity: "low",
          file: "files.txt",
          line: 2,
          part: "e",
          objects: [imageId(3)],
        },
      ],
    },
    {
      name: "the listing lacks hidden images",
      given: { ...conf, "images.json": page([image(1)]), ...files([row(imageId(1)), row(imageId(3))]) },
      expect: [{ option: "image list", severity: "high", objects: [imageId(3)] }],
    },
  ],
  unchecked: [{ name: "no images were listed", given: { ...conf, ...files([row(imageId(1)), row(imageId(3))]) } }],
});
