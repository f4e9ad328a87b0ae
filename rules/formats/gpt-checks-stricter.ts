import { defineRule } from "../../src/check/rule.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

export const gptChecksStricter = defineRule({
  id: "formats/gpt-checks-stricter",
  title: "Images with a sloppy protective MBR are refused from 2026.2 on",
  severity: "info",
  part: "b",
  problem: "side_effect",
  releases: { from: "2026.2" },
  needs: ["glance", "catalog"],
  messages: {
    strict:
      "gpt_safety_checks_nonfatal is empty by default now: raw images with an imperfect protective MBR are refused at upload",
  },
  why: "Up to 2026.1 a GPT image whose protective MBR is not as the standard wants it was stored with a warning. From 2026.2 it is refused. Some vendors' raw images are like that; try the golden ones before an upgrade, or allow mbr knowingly.",
  wrong: "# upgraded to 2026.2, nothing set, raw uploads fail",
  right: "[image_format]\ngpt_safety_checks_nonfatal = mbr",
  silentWhen: ["the option is set: then it was decided", "before 2026.2", "no raw images in the catalogue"],
  sources: ["openstack/glance glance/common/config.py gpt_safety_checks_nonfatal (default in 2026.1 and 2026.2)"],
  *check({ glance, catalog }) {
    if (!catalog?.byFormat?.["raw"]) return;
    for (const api of glance) {
      if (setting(api, "image_format", "gpt_safety_checks_nonfatal").isSet) continue;
      yield {
        message: "strict",
        option: "[image_format]gpt_safety_checks_nonfatal",
        at: placeOf(api, "image_format", "gpt_safety_checks_nonfatal"),
        ...scopeIn(glance, api),
      };
    }
  },
});
