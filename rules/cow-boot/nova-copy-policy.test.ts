import { testRule } from "../../src/check/test-rule.ts";
import { novaCopyPolicy } from "./nova-copy-policy.ts";

const given = {
  "glance-api.conf": "[DEFAULT]\nenabled_backends = local:file, ceph:rbd\n[glance_store]\ndefault_backend = local\n",
  "nova.conf": "[libvirt]\nimages_type = rbd\nimages_rbd_glance_store_name = ceph\n",
};
const option = "policy copy_image";
const problem = "policy_blocks_copy";

testRule(novaCopyPolicy, {
  silent: [
    {
      name: "open for public images",
      given: { ...given, "policy.yaml": '"copy_image": "\'public\':%(visibility)s or role:admin"\n' },
    },
    { name: "open to all", given: { ...given, "policy.yaml": '"copy_image": ""\n' } },
    {
      name: "images can be nowhere else",
      given: {
        ...given,
        "glance-api.conf": given["glance-api.conf"].replace("local:file, ", ""),
        "policy.yaml": '"copy_image": "role:admin"\n',
      },
    },
    {
      name: "no copies are asked for",
      given: { ...given, "nova.conf": "[libvirt]\nimages_type = rbd\n", "policy.yaml": '"copy_image": "role:admin"\n' },
    },
  ],
  reports: [
    {
      name: "kept for admins",
      given: { ...given, "policy.yaml": '"get_image": "role:reader"\n"copy_image": "rule:context_is_admin"\n' },
      expect: [{ option, problem, severity: "high", file: "policy.yaml", line: 2, part: "c" }],
    },
    {
      name: "the policy does not name it, so its default holds",
      given: { ...given, "policy.yaml": '"get_image": "role:reader"\n"publicize_image": "role:admin"\n' },
      expect: [{ option, problem, file: "policy.yaml", line: null }],
    },
  ],
  unchecked: [
    { name: "no policy was given", given, needs: ["Glance's policy.yaml"] },
    {
      name: "only another service's policy",
      given: { ...given, "policy.yaml": '"os_compute_api:servers:create": "role:member"\n' },
    },
  ],
});
