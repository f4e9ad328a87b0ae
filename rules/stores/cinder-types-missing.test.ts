import { testRule } from "../../src/check/test-rule.ts";
import { cinderTypesMissing } from "./cinder-types-missing.ts";

const glance = (backends: string, rest: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${backends}\n[glance_store]\ndefault_backend = a\n${rest}`,
});

testRule(cinderTypesMissing, {
  silent: [
    { name: "one Cinder store", given: glance("a:cinder,b:rbd", "[a]\ncinder_catalog_info = volumev3::publicURL\n") },
    {
      name: "two types",
      given: glance("a:cinder,b:cinder", "[a]\ncinder_volume_type = x\n[b]\ncinder_volume_type = y\n"),
    },
  ],
  reports: [
    {
      name: "one of two lacks it",
      given: glance("a:cinder,b:cinder", "[a]\ncinder_volume_type = x\n[b]\ncinder_use_multipath = True\n"),
      expect: [{ option: "[b]cinder_volume_type", problem: "unset_needed", severity: "medium", line: 7 }],
    },
  ],
});
