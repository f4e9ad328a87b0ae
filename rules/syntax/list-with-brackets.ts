import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import { findOption } from "../../src/options/catalogue.ts";

export const listWithBrackets = defineRule({
  id: "syntax/list-with-brackets",
  title: "Brackets around a plain list become part of its items",
  severity: "high",
  part: "c",
  problem: "ambiguous_syntax",
  needs: [],
  messages: { brackets: "{option}: this list takes no brackets; they become part of its first and last item" },
  why: "Only a few lists of Glance are registered with brackets. In any other the bracket is text: the first item becomes [raw and the last qcow2], so neither matches what it was meant to allow.",
  wrong: "[image_format]\ndisk_formats = [raw,qcow2,iso]",
  right: "[image_format]\ndisk_formats = raw,qcow2,iso",
  silentWhen: ["the list is registered with brackets (enabled_import_methods)", "the value is an IPv6 address"],
  sources: [
    "openstack/oslo.config oslo_config/types.py List (bounds=False)",
    "lab: glance-api 2025.1 reads disk_formats = [raw,qcow2] as '[raw' and 'qcow2]'",
  ],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud))
      for (const { section, key, value, line } of config.entries) {
        const items = /^\[([^[\]]*)\]$/s.exec(value.trim())?.[1];
        const found = findOption(service.catalogues, service.project, section, key, service.layout);
        if (items === undefined || found?.option.type !== "list" || found.option.brackets) continue;
        const bare = items.split(",").map((item) => item.trim().replace(/^(['"])(.*)\1$/, "$2"));
        const option = `[${section}]${key}`;
        yield {
          message: "brackets",
          option,
          at: { file: config.file, line },
          data: { option },
          fix: [{ file: config.file, section, key, value: bare.filter(Boolean).join(",") }],
          ...scopeIn(peers, service),
        };
      }
  },
});
