import { testRule } from "../../src/check/test-rule.ts";
import { directUrlShowsKeys } from "./direct-url-shows-keys.ts";

const conf = (flags: string, backends = "ceph:rbd, cold:s3"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\n${flags}\n[glance_store]\ndefault_backend = ceph\n[cold]\ns3_store_host = https://s3.example.net\n`;
const onCeph = "[libvirt]\nimages_type = rbd\n";
const onDisks = "[libvirt]\nimages_type = qcow2\n";
const lvm = "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const direct = "[DEFAULT]show_image_direct_url";

testRule(directUrlShowsKeys, {
  silent: [
    {
      name: "a Swift store whose credentials stand in a file of their own",
      given: {
        "glance-api.conf": `${conf("show_image_direct_url = True", "ceph:rbd, objects:swift")}[objects]\nswift_store_config_file = /etc/glance/swift.conf\ndefault_swift_reference = ref1\n`,
      },
    },
    {
      name: "locations are hidden",
      given: { "glance-api.conf": conf("show_image_direct_url = False") },
      release: "2025.1",
    },
    {
      name: "only Ceph and a web server",
      given: { "glance-api.conf": conf("show_image_direct_url = True", "ceph:rbd, web:http") },
      release: "2025.1",
    },
    {
      name: "Swift, and nothing shows credentials",
      given: { "glance-api.conf": conf("show_image_direct_url = True", "ceph:rbd, old:swift") },
      release: "2025.1",
    },
    { name: "2026.2", given: { "glance-api.conf": conf("show_image_direct_url = True") }, release: "2026.2" },
  ],
  reports: [
    {
      name: "a Swift store with user and key beside it, new locations included",
      given: {
        "glance-api.conf": `${conf("show_image_direct_url = True", "ceph:rbd, objects:swift")}[objects]\nswift_store_user = service:glance\nswift_store_key = invented\n`,
      },
      expect: [{ option: "[DEFAULT]show_image_direct_url", severity: "high" }],
    },
    {
      name: "S3 beside Ceph: no fix that would end cloning",
      given: { "glance-api.conf": conf("show_image_direct_url = True"), "nova.conf": onCeph },
      release: "2026.1",
      expect: [
        {
          option: direct,
          problem: "leaks_credentials",
          severity: "high",
          file: "glance-api.conf",
          line: 3,
          part: "c",
          fix: [],
        },
      ],
    },
    {
      name: "nothing is on Ceph: the flag may go",
      given: {
        "glance-api.conf": conf("show_image_direct_url = True", "cold:s3"),
        "nova.conf": onDisks,
        "cinder.conf": lvm,
      },
      expect: [
        {
          option: direct,
          severity: "high",
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "False" }],
        },
      ],
    },
    {
      name: "both flags",
      given: { "glance-api.conf": conf("show_image_direct_url = True\nshow_multiple_locations = True") },
      release: "2024.1",
      expect: [
        { option: direct, line: 3 },
        { option: "[DEFAULT]show_multiple_locations", line: 4 },
      ],
    },
    {
      name: "an internal endpoint",
      given: {
        "glance-api-internal.conf": conf("show_image_direct_url = True"),
        "glance-api-external.conf": conf("show_image_direct_url = False"),
      },
      release: "2025.2",
      expect: [{ option: direct, severity: "low", file: "glance-api-internal.conf" }],
    },
    {
      name: "a pasted Swift location holds a password",
      given: {
        "glance-api.conf": conf("show_image_direct_url = True", "old:swift"),
        "image-show.json": JSON.stringify([
          {
            id: "0f0f0f0f-1111-4222-8333-444455556661",
            disk_format: "raw",
            status: "active",
            direct_url:
              "swift+https://service%3Aglance:invented-Passw0rd@keystone.example.net:5000/v3/glance/0f0f0f0f-1111-4222-8333-444455556661",
          },
        ]),
      },
      release: "2023.1",
      expect: [{ option: direct, severity: "high" }],
    },
  ],
  unchecked: [{ name: "no glance-api.conf was given", given: { "nova.conf": onCeph }, needs: ["glance-api.conf"] }],
});
