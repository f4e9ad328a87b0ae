import { testRule } from "../../src/check/test-rule.ts";
import { sharesADisk } from "./shares-a-disk.ts";

const conf = (flavor = "keystone+caching"): string =>
  `[DEFAULT]\nenabled_backends = local:file\nimage_cache_dir = /var/lib/glance/image-cache\n[glance_store]\ndefault_backend = local\n[local]\nfilesystem_store_datadir = /srv/images\n[os_glance_staging_store]\nfilesystem_store_datadir = /var/lib/glance/staging\n[paste_deploy]\nflavor = ${flavor}\n`;
const df = (...rows: string[]): string =>
  `$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n${rows.join("\n")}\n`;
const option = "[DEFAULT]image_cache_dir";

testRule(sharesADisk, {
  silent: [
    {
      name: "a file system of its own",
      given: {
        "glance-api.conf": conf(),
        "df.txt": df(
          "/dev/sda2        40G   38G  2.0G  95% /",
          "/dev/sdb1        15G   10G  5.0G  67% /var/lib/glance/image-cache",
        ),
      },
    },
    {
      name: "room enough",
      given: { "glance-api.conf": conf(), "df.txt": df("/dev/sda2       400G   40G  360G  10% /") },
    },
    {
      name: "the cache is off",
      given: { "glance-api.conf": conf("keystone"), "df.txt": df("/dev/sda2  40G  38G  2.0G  95% /") },
    },
  ],
  reports: [
    {
      name: "on the root disk, with less than the limit free",
      given: { "glance-api.conf": conf(), "df.txt": df("/dev/sda2        40G   36G  4.0G  90% /") },
      release: "2025.1",
      expect: [{ option, problem: "capacity", severity: "medium", file: "glance-api.conf", line: 3, part: "d" }],
    },
    {
      name: "beside staging, with room for the limit and little more",
      given: {
        "glance-api.conf": conf(),
        "df.txt": df(
          "/dev/sda2        40G   36G  4.0G  90% /",
          "/dev/sdb1        60G   45G   15G  75% /var/lib/glance",
        ),
      },
      release: "2025.1",
      expect: [{ option, severity: "low" }],
    },
  ],
  unchecked: [{ name: "df was not given", given: { "glance-api.conf": conf() }, needs: ["df of the API nodes"] }],
});
