import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { list, setting } from "../../src/facts/settings.ts";

/** The default of all releases since the fix of CVE-2022-47951. */
const SAFE = ["streamOptimized", "monolithicSparse"];

export const vmdkTypesWidened = defineRule({
  id: "formats/vmdk-types-widened",
  title: "VMDK types are allowed that can name files of the host",
  severity: "high",
  part: "b",
  problem: "insecure",
  needs: ["glance"],
  messages: {
    wide: "vmdk_allowed_types lets in {types}: such a VMDK can name other files, which the node then reads into the image",
  },
  why: "A VMDK of a flat or split type names the files that hold its data. A user who uploads only the description makes qemu-img read files of the API node or the compute into the image (CVE-2022-47951). The two default types carry their data themselves.",
  wrong: "[image_format]\nvmdk_allowed_types = streamOptimized,monolithicFlat",
  right: "[image_format]\nvmdk_allowed_types = streamOptimized,monolithicSparse",
  silentWhen: ["only the two types of the default, or fewer", "an empty list: then all VMDK files are refused"],
  sources: ["OSSA-2023-002 (CVE-2022-47951)", "openstack/glance glance/common/config.py vmdk_allowed_types"],
  *check({ glance }) {
    for (const api of glance) {
      if (!setting(api, "image_format", "vmdk_allowed_types").isSet) continue;
      const types = list(api, "image_format", "vmdk_allowed_types");
      const wide = types.filter((type) => /^\w+$/.test(type) && !SAFE.includes(type));
      if (wide.length === 0) continue;
      yield {
        message: "wide",
        option: "[image_format]vmdk_allowed_types",
        at: placeOf(api, "image_format", "vmdk_allowed_types"),
        data: { types: wide.join(", ").slice(0, 80) },
        fix: [{ file: api.file, section: "image_format", key: "vmdk_allowed_types", value: SAFE.join(",") }],
        ...scopeIn(glance, api),
      };
    }
  },
});
