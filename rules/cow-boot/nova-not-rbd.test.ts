import { testRule } from "../../src/check/test-rule.ts";
import { novaNotRbd } from "./nova-not-rbd.ts";

const glance = (type = "rbd"): string =>
  `[DEFAULT]\nenabled_backends = main:${type}\nshow_image_direct_url = True\n[glance_store]\ndefault_backend = main\n`;
const nova = (lines: string): string => `[libvirt]\nvirt_type = kvm\n${lines}\nrbd_user = cinder\n`;
const cinder = "[DEFAULT]\nenabled_backends = ceph\n[ceph]\nvolume_driver = cinder.volume.drivers.rbd.RBDDriver\n";
const option = "[libvirt]images_type";
const problem = "cow_defeated_by_nova_backend";
const fix = { file: "nova.conf", section: "libvirt", key: "images_type", value: "rbd", conditional: true };

testRule(novaNotRbd, {
  silent: [
    { name: "root disks are on RBD", given: { "glance-api.conf": glance(), "nova.conf": nova("images_type = rbd") } },
    {
      name: "Glance is not on Ceph",
      given: { "glance-api.conf": glance("file"), "nova.conf": nova("images_rbd_pool = vms"), "cinder.conf": cinder },
    },
    { name: "nothing else is on Ceph", given: { "glance-api.conf": glance(), "nova.conf": nova("") } },
  ],
  reports: [
    {
      name: "a pool is named, but another backend is chosen",
      given: { "glance-api.conf": glance(), "nova.conf": nova("images_type = qcow2\nimages_rbd_pool = vms") },
      expect: [{ option, problem, severity: "medium", file: "nova.conf", line: 3, fix: [fix] }],
    },
    {
      name: "only volumes are on Ceph",
      given: { "glance-api.conf": glance(), "nova.conf": nova(""), "cinder.conf": cinder },
      expect: [{ option, problem, severity: "low", line: 1, fix: [] }],
    },
    {
      name: "some computes are local",
      given: {
        "glance-api.conf": glance(),
        "nova-cmp01.conf": nova("images_type = rbd"),
        "nova-cmp02.conf": nova("images_type = raw"),
      },
      expect: [{ option, severity: "info", file: "nova-cmp02.conf", line: 3 }],
    },
  ],
  unchecked: [{ name: "no nova.conf was given", given: { "glance-api.conf": glance() }, needs: ["nova.conf"] }],
});
