import { testRule } from "../../src/check/test-rule.ts";
import { sharedTarget } from "./shared-target.ts";

const glance = (backends: string, rest: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = a\n${rest}`,
});

testRule(sharedTarget, {
  silent: [
    { name: "two pools", given: glance("a:rbd,b:rbd", "[a]\nrbd_store_pool = x\n[b]\nrbd_store_pool = y\n") },
    {
      name: "one pool's name in two clusters",
      given: glance("a:rbd,b:rbd", "[a]\nrbd_store_ceph_conf = /a.conf\n[b]\nrbd_store_ceph_conf = /b.conf\n"),
    },
    {
      name: "two directories",
      given: glance("a:file,b:file", "[a]\nfilesystem_store_datadir = /a\n[b]\nfilesystem_store_datadir = /b\n"),
    },
    {
      name: "Cinder stores of two types",
      given: glance("a:cinder,b:cinder", "[a]\ncinder_volume_type = x\n[b]\ncinder_volume_type = y\n"),
    },
  ],
  reports: [
    {
      name: "one pool, written once and once by default",
      given: glance("a:rbd,b:rbd", "[a]\nrbd_store_pool = images\n[b]\nrbd_store_user = glance\n"),
      expect: [{ option: "[b]rbd_store_pool", problem: "shared_path_conflict", severity: "high", line: 7 }],
    },
    {
      name: "one directory, with a slash more",
      given: glance("a:file,b:file", "[a]\nfilesystem_store_datadir = /a\n[b]\nfilesystem_store_datadir = /a/\n"),
      expect: [{ option: "[b]filesystem_store_datadir", line: 8 }],
    },
    {
      name: "one bucket",
      given: glance(
        "a:s3,b:s3",
        "[a]\ns3_store_host = https://s3\ns3_store_bucket = g\n[b]\ns3_store_host = https://s3\ns3_store_bucket = g\n",
      ),
      expect: [{ option: "[b]s3_store_bucket", line: 10 }],
    },
  ],
});
