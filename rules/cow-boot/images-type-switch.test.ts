import { testRule } from "../../src/check/test-rule.ts";
import { imagesTypeSwitch } from "./images-type-switch.ts";

const nova = { "nova.conf": "[DEFAULT]\n[libvirt]\nimages_type = qcow2\n" };

testRule(imagesTypeSwitch, {
  silent: [
    { name: "only mentioned", given: { ...nova, "request.md": "Boots are slow. Our images_type is qcow2.\n" } },
    { name: "something else is to change", given: { ...nova, "request.md": "Should we switch the default store?\n" } },
  ],
  reports: [
    {
      name: "it is planned",
      given: { ...nova, "request.md": "We have 40 computes.\nWe plan to switch images_type to rbd next week.\n" },
      expect: [
        { option: "[libvirt]images_type", problem: "side_effect", severity: "high", file: "nova.conf", line: 3 },
      ],
    },
  ],
});
