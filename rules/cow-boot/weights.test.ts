import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { weights } from "./weights.ts";

const conf = (ceph = "", archive = "", shown = "show_image_direct_url = True") =>
  `[DEFAULT]\nenabled_backends = ceph:rbd, archive:s3\n${shown}\n[glance_store]\ndefault_backend = ceph\n[ceph]\nrbd_store_pool = images\n${ceph}\n[archive]\ns3_store_bucket = glance\n${archive}\n`;
const nova = { "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\n" };
const images = (stores: string) => ({ "images.json": page([image(1, { stores: "ceph" }), image(2, { stores })]) });
const release = "2025.1";

testRule(weights, {
  silent: [
    {
      name: "Ceph first",
      given: { "glance-api.conf": conf("weight = 10"), ...nova, ...images("archive,ceph") },
      release,
    },
    {
      name: "disks are local",
      given: { "glance-api.conf": conf(), "nova.conf": "[libvirt]\nimages_type = qcow2\n" },
      release,
    },
    {
      name: "all locations are shown",
      given: { "glance-api.conf": conf("", "", "show_multiple_locations = True"), ...nova },
      release,
    },
    {
      name: "no weights yet",
      given: { "glance-api.conf": conf(), ...nova, ...images("archive,ceph") },
      release: "2023.1",
    },
    {
      name: "http takes no copies",
      given: { "glance-api.conf": conf().replace("archive:s3", "web:http"), ...nova },
      release,
    },
    {
      name: "a file store beside, and nothing in both",
      given: { "glance-api.conf": conf().replace("archive:s3", "archive:file"), ...nova, ...images("archive") },
      release,
    },
  ],
  reports: [
    {
      name: "the archive is shown first",
      given: { "glance-api.conf": conf(), ...nova, ...images("archive,ceph") },
      release,
      expect: [
        {
          option: "[ceph]weight",
          problem: "unset_needed",
          severity: "high",
          file: "glance-api.conf",
          line: 6,
          objects: ["5b7c1e90-4d2a-4f6b-8c3d-000000000002"],
          fix: [{ file: "glance-api.conf", section: "ceph", key: "weight", value: "100", conditional: false }] as never,
        },
      ],
    },
    {
      name: "copies, in good order so far",
      given: { "glance-api.conf": conf(), ...nova, ...images("ceph,archive") },
      release,
      expect: [{ severity: "medium" }],
    },
    {
      name: "the archive weighs more",
      given: { "glance-api.conf": conf("weight = 5", "weight = 7"), ...nova },
      release,
      expect: [{ problem: "wrong_value", severity: "medium", line: 8, fix: [{ value: "107" }] as never }],
    },
    {
      name: "nothing tells of copies",
      given: { "glance-api.conf": conf(), ...nova },
      release,
      expect: [{ severity: "info", fix: [] }],
    },
  ],
  unchecked: [
    {
      name: "the release is not known",
      given: { "glance-api.conf": conf(), ...nova, ...images("archive,ceph") },
      needs: ["release"],
    },
  ],
});
