import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { stagingTooSmall } from "./staging-too-small.ts";

const GIB = 2 ** 30;
const glance = (lines = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n[os_glance_staging_store]\nfilesystem_store_datadir = /var/lib/glance/staging\n${lines}\n`,
});
const conversion = "[image_import_opts]\nimage_import_plugins = ['image_conversion']";
const disk = (free: number) => ({
  "df.txt": `$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        40G   20G   20G  50% /\n/dev/vdb1       200G  10G  ${free}G  50% /var/lib/glance/staging\n`,
});
const images = (size: number, virtual: number) => ({
  "images.json": page([image(1, { disk_format: "qcow2", size: size * GIB, virtual_size: virtual * GIB })]),
});

testRule(stagingTooSmall, {
  silent: [
    { name: "room for source and result", given: { ...glance(conversion), ...disk(150), ...images(8, 100) } },
    { name: "no conversion, room for the image", given: { ...glance(), ...disk(10), ...images(8, 100) } },
  ],
  reports: [
    {
      name: "no room for the raw result",
      given: { ...glance(conversion), ...disk(50), ...images(8, 100) },
      expect: [{ option: "staging", problem: "capacity", severity: "medium", file: "df.txt", line: 4 }],
    },
    { name: "no room for the image", given: { ...glance(), ...disk(5), ...images(8, 100) }, expect: [{ line: 4 }] },
  ],
  unchecked: [{ name: "no df", given: { ...glance(conversion), ...images(8, 100) }, needs: ["df of the API nodes"] }],
});
