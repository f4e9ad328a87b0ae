import { image, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { fileStoreRoom } from "./file-store-room.ts";

const conf = {
  "glance-api.conf":
    "[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n[nfs]\nfilesystem_store_datadir = /srv/glance/images\n",
};
const df = (free: string, path = "/srv/glance") => ({
  "df.txt": `Filesystem            Size  Used Avail Use% Mounted on\n/dev/sda1             100G   50G   50G  50% /\nfiler:/glance         900G  800G  ${free}  90% ${path}\n`,
});
const option = "[nfs]filesystem_store_datadir";

testRule(fileStoreRoom, {
  silent: [
    { name: "there is room", given: { ...conf, ...df("100G"), "images.json": page([image(1)]) } },
    {
      name: "another directory is full",
      given: { ...conf, ...df("1G", "/srv/other"), "images.json": page([image(1)]) },
    },
    { name: "df was not given", given: conf },
  ],
  reports: [
    {
      name: "less than the largest image",
      given: { ...conf, ...df("8G"), "images.json": page([image(1)]) },
      expect: [{ option, problem: "capacity", severity: "medium", file: "glance-api.conf", line: 6, part: "a" }],
    },
    { name: "no image is known and 2 GiB are free", given: { ...conf, ...df("2G") }, expect: [{ option }] },
  ],
  unchecked: [{ name: "no glance-api.conf", given: df("2G"), needs: ["glance-api.conf"] }],
});
