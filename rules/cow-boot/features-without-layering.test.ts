import { testRule } from "../../src/check/test-rule.ts";
import { featuresWithoutLayering } from "./features-without-layering.ts";

const given = (lines: string, type = "rbd") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:${type}\n[glance_store]\ndefault_backend = a\n`,
  "ceph.conf": `[global]\nfsid = 11111111-2222-4333-8444-555555555551\n[client]\n${lines}\n`,
});

testRule(featuresWithoutLayering, {
  silent: [
    { name: "not set", given: given("") },
    { name: "a number with layering", given: given("rbd_default_features = 61") },
    { name: "by name", given: given("rbd default features = layering, exclusive-lock") },
    { name: "zero means the client's own default", given: given("rbd_default_features = 0") },
    { name: "no RBD store", given: given("rbd_default_features = 60", "file") },
    { name: "a text that is no feature", given: given("rbd_default_features = ${features}") },
  ],
  reports: [
    {
      name: "a number without",
      given: given("rbd_default_features = 60"),
      expect: [{ option: "[client]rbd_default_features", severity: "high", file: "ceph.conf", line: 4 }],
    },
    { name: "names without", given: given("rbd_default_features = exclusive-lock,object-map"), expect: [{ line: 4 }] },
  ],
});
