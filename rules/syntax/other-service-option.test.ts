import { testRule } from "../../src/check/test-rule.ts";
import { otherServiceOption } from "./other-service-option.ts";

const glance = (lines: string) => ({ "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n${lines}\n` });

testRule(otherServiceOption, {
  silent: [
    { name: "an option that Glance has as well", given: glance("debug = True") },
    { name: "an option that nobody has", given: glance("invented_here = True") },
  ],
  reports: [
    {
      name: "nova's option in glance-api.conf",
      given: glance("reserved_host_memory_mb = 512\n[glance_store]\ndefault_backend = a"),
      expect: [{ option: "[DEFAULT]reserved_host_memory_mb", problem: "unknown_option", severity: "low", line: 3 }],
    },
  ],
});
