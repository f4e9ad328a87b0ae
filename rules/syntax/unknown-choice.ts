import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const unknownChoice = defineRule({
  id: "syntax/unknown-choice",
  title: "A value that is not among the option's choices",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: { refused: "{option} = {value}: {problem}, spelled exactly so" },
  why: "The choices of an option are compared letter by letter: RAW is not raw. A value outside of them is refused when the service reads the option, at start-up or at the first import.",
  wrong: "[image_conversion]\noutput_format = RAW",
  right: "[image_conversion]\noutput_format = raw",
  silentWhen: [
    "the value is one of the choices",
    "the option ignores case (keystonemiddleware memcache_security_strategy)",
  ],
  sources: [
    "openstack/oslo.config oslo_config/types.py String",
    "openstack/glance glance/async_/flows/plugins/image_conversion.py conversion_plugin_opts",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["choice"], "refused");
  },
});
