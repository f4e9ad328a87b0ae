import { testRule } from "../../src/check/test-rule.ts";
import { rbdUserMissing } from "./rbd-user-missing.ts";

const glance = (own: string, rest = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n[ceph]\n${own}\n${rest}`,
});

testRule(rbdUserMissing, {
  silent: [
    { name: "it is set", given: glance("rbd_store_user = glance") },
    {
      name: "single-store mode",
      given: { "glance-api.conf": "[DEFAULT]\ndebug = 1\n[glance_store]\nstores = rbd\nrbd_store_pool = a\n" },
    },
    {
      name: "[backend_defaults] sets it in 2025.2",
      given: glance("rbd_store_pool = a", "[backend_defaults]\nrbd_store_user = glance\n"),
      release: "2025.2",
    },
    {
      name: "there is no section",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n" },
    },
  ],
  reports: [
    {
      name: "unset, and nothing tells the user",
      given: glance("rbd_store_pool = images"),
      expect: [
        {
          option: "[ceph]rbd_store_user",
          problem: "unset_needed",
          severity: "high",
          line: 5,
          fix: [
            { file: "glance-api.conf", section: "ceph", key: "rbd_store_user", value: "glance", conditional: true },
          ],
        },
      ],
    },
    {
      name: "a keyring was pasted",
      given: {
        ...glance("rbd_store_pool = images"),
        "ceph.conf":
          "[global]\nfsid = 97c4b085-749e-4679-bda7-aecbf8e92b24\n[client.glance-az1]\nkeyring = /etc/ceph/x\n",
      },
      expect: [
        {
          fix: [
            {
              file: "glance-api.conf",
              section: "ceph",
              key: "rbd_store_user",
              value: "glance-az1",
              conditional: false,
            },
          ],
        },
      ],
    },
  ],
});
