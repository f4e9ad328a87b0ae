import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { rawMislabelled } from "./raw-mislabelled.ts";

const problem = "wrong_value";

testRule(rawMislabelled, {
  silent: [
    { name: "an odd size alone", given: { "images.json": page([image(1, { size: 2_362_232_012 })]) } },
    { name: "whole sectors", given: { "images.json": page([image(1), image(2, { size: 512 * 4_001 })]) } },
    {
      name: "another format may have any size",
      given: { "images.json": page([image(1, { disk_format: "qcow2", size: 777_777 })]) },
    },
    {
      name: "a compressed container",
      given: { "images.json": page([image(1, { container_format: "compressed", size: 777_777 })]) },
    },
    { name: "no data yet", given: { "images.json": page([image(1, { status: "queued", size: 1_001 })]) } },
    {
      name: "converted, but the name stayed",
      given: { "images.json": page([image(1, { name: "debian-12-qcow2", min_disk: 10 })]) },
    },
  ],
  reports: [
    {
      name: "a size that no disk has, and the name of a packed format",
      given: {
        "images.json": page([
          image(1),
          image(2, { name: "debian-12-generic.qcow2", size: 613_000_777 }),
          image(3, { name: "noble-server-cloudimg-amd64", size: 613_000_778 }),
        ]),
      },
      expect: [
        {
          option: `image ${imageId(2)}`,
          problem,
          severity: "medium",
          file: "images.json",
          objects: [imageId(2), imageId(3)],
        },
      ],
    },
    {
      name: "much smaller than its disk, by the name of a packed format",
      given: {
        "images.json": page([image(1, { name: "debian-12-generic.qcow2", size: 512 * 800_000, min_disk: 10 })]),
      },
      expect: [{ option: `image ${imageId(1)}`, problem, severity: "low" }],
    },
    {
      name: "much smaller than its disk, with a size that no disk has",
      given: { "images.json": page([image(1, { size: 613_000_777, min_disk: 10 })]) },
      expect: [{ option: `image ${imageId(1)}`, problem, severity: "low" }],
    },
  ],
  unchecked: [
    { name: "no listing was given", given: { "glance-api.conf": "[DEFAULT]\n" } },
    {
      name: "the listing has no sizes",
      given: { "images.json": page([{ id: imageId(1), name: "a", status: "active", disk_format: "raw" }]) },
      needs: ["size and format of the images"],
    },
  ],
});
