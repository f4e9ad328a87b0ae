import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { filesOf } from "../../src/facts/services.ts";
import { findOption } from "../../src/options/catalogue.ts";

const TEXT_TYPES = new Set(["string", "list", "uri", "host-address", "host-domain", "ip-address", "dict"]);
/** Texts in which a number sign is at home. */
const FREE_TEXT = /format|description|message|banner|command|filter|template|password|secret|regex|pattern/;

export const commentInText = defineRule({
  id: "syntax/comment-in-text",
  title: "A remark behind a text becomes part of it",
  severity: "high",
  part: "c",
  problem: "ambiguous_syntax",
  needs: [],
  messages: {
    comment: "{option}: the remark behind the value is part of the value; oslo.config knows no comments there",
  },
  why: "oslo.config reads everything behind the equals sign as the value. A pool, path or store id with a remark behind it names something that does not exist, and the service says so only when it first uses it.",
  wrong: "[ceph]\nrbd_store_pool = images  # the fast pool",
  right: "[ceph]\n# the fast pool\nrbd_store_pool = images",
  silentWhen: [
    "the option is free text such as a log format or a description",
    "the number sign follows no blank",
    "the value is quoted as a whole",
  ],
  sources: ["openstack/oslo.config oslo_config/iniparser.py BaseParser.parse"],
  *check(cloud) {
    for (const { service, peers, config } of filesOf(cloud))
      for (const { section, key, value, raw, line, continuations } of config.entries) {
        const before = /^(\S.*?)\s+[#;]\s*\S/.exec(value)?.[1];
        if (before === undefined || continuations.length > 0 || /^\s*["']/.test(raw) || FREE_TEXT.test(key)) continue;
        const found = findOption(service.catalogues, service.project, section, key, service.layout);
        if (!found || !TEXT_TYPES.has(found.option.type) || found.option.choices) continue;
        const option = `[${section}]${key}`;
        yield {
          message: "comment",
          option,
          at: { file: config.file, line },
          data: { option },
          fix: [{ file: config.file, section, key, value: before }],
          ...scopeIn(peers, service),
        };
      }
  },
});
