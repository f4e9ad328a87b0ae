import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const refusedValue = defineRule({
  id: "syntax/refused-value",
  title: "A value that the option's type does not allow",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: { refused: "{option} = {value}: the service refuses this value ({problem})" },
  why: "oslo.config checks a value when the service reads the option. For most options that is at start-up, and the service exits with ConfigFileValueError; for the others it is the first request that needs it, which then fails.",
  wrong: "[DEFAULT]\nshow_image_direct_url = enabled",
  right: "[DEFAULT]\nshow_image_direct_url = True",
  silentWhen: [
    "the value refers to another option by $name",
    "the option is not in the catalogue of the release",
    "a later line sets the option again",
  ],
  sources: [
    "openstack/oslo.config oslo_config/types.py",
    "openstack/oslo.config oslo_config/cfg.py ConfigOpts._do_get",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["other"], "refused");
  },
});
