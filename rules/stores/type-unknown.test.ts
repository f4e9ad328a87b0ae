import { testRule } from "../../src/check/test-rule.ts";
import { typeUnknown } from "./type-unknown.ts";

const glance = (backends: string, id = "ceph") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = ${id}\n`,
});
const fix = (value: string) => [{ file: "glance-api.conf", section: "DEFAULT", key: "enabled_backends", value }];

testRule(typeUnknown, {
  silent: [
    { name: "all of the drivers", given: glance("ceph:rbd,a:file,b:http,c:swift,d:cinder,e:vmware,f:s3") },
    { name: "an id without a type, of which another rule speaks", given: glance("ceph:rbd,local") },
  ],
  reports: [
    {
      name: "a URL scheme for a driver",
      given: glance("ceph:rbd, old:filesystem"),
      expect: [
        {
          option: "[DEFAULT]enabled_backends",
          problem: "wrong_value",
          severity: "medium",
          line: 2,
          fix: fix("ceph:rbd,old:file"),
        },
      ],
    },
    { name: "the default store", given: glance("ceph:ceph"), expect: [{ severity: "high", fix: fix("ceph:rbd") }] },
    {
      name: "two letters changed about",
      given: glance("ceph:rdb"),
      expect: [{ severity: "high", fix: fix("ceph:rbd") }],
    },
    {
      name: "a comment behind the type, on a continued line",
      given: glance("ceph:rbd,\n  cold:file   # NFS"),
      expect: [{ severity: "medium", fix: fix("ceph:rbd,cold:file") }],
    },
    { name: "a type that nobody can guess", given: glance("ceph:rbd,x:tape"), expect: [{ fix: [] }] },
  ],
});
