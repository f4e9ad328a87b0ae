import { defineRule } from "../../src/check/rule.ts";
import { reportFault } from "../../src/check/value-fault-report.ts";

export const numberWithUnit = defineRule({
  id: "syntax/number-with-unit",
  title: "A unit behind a number is refused",
  severity: "high",
  part: "c",
  problem: "parse_error",
  needs: [],
  messages: { refused: "{option} = {value}: a plain number is wanted, units are refused" },
  why: "Integer options take digits only; 10G is refused with ConfigFileValueError. Each option has its own unit, which its help text names: image_cache_max_size counts bytes, rbd_store_chunk_size MiB.",
  wrong: "[DEFAULT]\nimage_cache_max_size = 10G",
  right: "[DEFAULT]\nimage_cache_max_size = 10737418240",
  silentWhen: ["the value is digits only", "the option is a text that takes units (user_storage_quota)"],
  sources: [
    "openstack/oslo.config oslo_config/types.py Integer",
    "lab: glance-api 2025.1 with image_cache_max_size = 10G exits with ConfigFileValueError",
  ],
  *check(cloud) {
    yield* reportFault(cloud, ["unit"], "refused");
  },
});
