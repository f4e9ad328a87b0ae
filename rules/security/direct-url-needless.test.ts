import { testRule } from "../../src/check/test-rule.ts";
import { directUrlNeedless } from "./direct-url-needless.ts";

const conf = (value: string, backends = "local:file"): string =>
  `[DEFAULT]\nenabled_backends = ${backends}\nshow_image_direct_url = ${value}\n`;
const local = "[libvirt]\nimages_type = qcow2\n";
const cinder = (driver: string, lines = ""): string =>
  `[DEFAULT]\nenabled_backends = one\n${lines}[one]\nvolume_driver = cinder.volume.drivers.${driver}\n`;
const lvm = cinder("lvm.LVMVolumeDriver");
const option = "[DEFAULT]show_image_direct_url";

testRule(directUrlNeedless, {
  silent: [
    { name: "the option is off", given: { "glance-api.conf": conf("False"), "nova.conf": local, "cinder.conf": lvm } },
    {
      name: "Nova clones from Ceph",
      given: { "glance-api.conf": conf("True", "ceph:rbd"), "nova.conf": "[libvirt]\nimages_type = rbd\n" },
    },
    {
      name: "Cinder is on Ceph",
      given: { "glance-api.conf": conf("True"), "nova.conf": local, "cinder.conf": cinder("rbd.RBDDriver") },
    },
    {
      name: "computes read from Ceph themselves",
      given: {
        "glance-api.conf": conf("True", "ceph:rbd"),
        "nova.conf": `${local}[glance]\nenable_rbd_download = True\n`,
        "cinder.conf": lvm,
      },
    },
    {
      name: "Cinder clones image volumes",
      given: {
        "glance-api.conf": conf("True", "vol:cinder"),
        "nova.conf": local,
        "cinder.conf": cinder("lvm.LVMVolumeDriver", "allowed_direct_url_schemes = cinder\n"),
      },
    },
    {
      name: "a NetApp filer copies images inside",
      given: {
        "glance-api.conf": conf("True"),
        "nova.conf": local,
        "cinder.conf": cinder("netapp.common.NetAppDriver"),
      },
    },
  ],
  reports: [
    {
      name: "local disks and LVM",
      given: { "glance-api.conf": conf("True"), "nova.conf": local, "cinder.conf": lvm },
      expect: [
        {
          option,
          problem: "insecure",
          severity: "low",
          file: "glance-api.conf",
          line: 3,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "show_image_direct_url", value: "False" }],
        },
      ],
    },
    {
      name: "only the endpoint that users reach",
      given: {
        "glance-api-external.conf": conf("True"),
        "glance-api-internal.conf": conf("True"),
        "nova.conf": local,
        "cinder.conf": lvm,
      },
      expect: [{ option, file: "glance-api-external.conf" }],
    },
  ],
  unchecked: [
    {
      name: "no cinder.conf was given",
      given: { "glance-api.conf": conf("True"), "nova.conf": local },
      needs: ["cinder.conf"],
    },
    {
      name: "neither was given",
      given: { "glance-api.conf": conf("True", "ceph:rbd") },
      needs: ["cinder.conf", "nova.conf"],
    },
  ],
});
