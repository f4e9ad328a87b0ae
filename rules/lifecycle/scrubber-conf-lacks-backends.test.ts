import { expect, test } from "vitest";
import { check, testRule } from "../../src/check/test-rule.ts";
import { scrubberConfLacksBackends } from "./scrubber-conf-lacks-backends.ts";

const stores = "enabled_backends = fast:rbd, cheap:file";
const conf = (delayed: string, backends = stores) => ({
  "glance-api.conf": `[DEFAULT]\n${backends}\ndelayed_delete = ${delayed}\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = glance-images\n[cheap]\nfilesystem_store_datadir = /srv/images\n`,
});
const scrubber = (lines: string) => ({ "glance-scrubber.conf": `[DEFAULT]\nwakeup_time = 300\n${lines}\n` });

testRule(scrubberConfLacksBackends, {
  silent: [
    { name: "delayed_delete is off", given: { ...conf("False"), ...scrubber("") } },
    { name: "delayed_delete is off and the scrubber's file was not given", given: conf("False") },
    {
      name: "both enable the same, in another order",
      given: { ...conf("True"), ...scrubber("enabled_backends = cheap:file, fast:rbd") },
    },
    {
      name: "a read-only store needs no scrubbing",
      given: {
        ...conf("True", "enabled_backends = fast:rbd, web:http"),
        ...scrubber("enabled_backends = fast:rbd"),
      },
    },
  ],
  reports: [
    {
      name: "the scrubber enables none",
      given: { ...conf("True"), ...scrubber("") },
      expect: [
        {
          option: "[DEFAULT]enabled_backends",
          problem: "unset_needed",
          severity: "medium",
          file: "glance-scrubber.conf",
          line: 1,
          part: "e",
        },
      ],
    },
    {
      name: "the scrubber enables one of two",
      given: { ...conf("yes"), ...scrubber("enabled_backends = fast:rbd") },
      expect: [{ option: "[DEFAULT]enabled_backends", problem: "wrong_value", file: "glance-scrubber.conf", line: 3 }],
    },
  ],
  unchecked: [{ name: "the scrubber's file was not given", given: conf("True"), needs: ["glance-scrubber.conf"] }],
});

test("the proposal makes the scrubber's file whole", () => {
  const { findings } = check(scrubberConfLacksBackends, { ...conf("True"), ...scrubber("") });
  expect(findings[0]?.fix.map(({ section, key, value }) => `[${section}]${key}=${value}`)).toEqual([
    "[DEFAULT]enabled_backends=fast:rbd,cheap:file",
    "[glance_store]default_backend=fast",
    "[fast]rbd_store_pool=glance-images",
    "[cheap]filesystem_store_datadir=/srv/images",
  ]);
});
