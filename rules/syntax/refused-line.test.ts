import { testRule } from "../../src/check/test-rule.ts";
import { refusedLine } from "./refused-line.ts";

const glance = (text: string) => ({ "glance-api.conf": text });
const GOOD = "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store]\ndefault_backend = a\n";

testRule(refusedLine, {
  silent: [
    { name: "all is well", given: glance(GOOD) },
    {
      name: "colons, quotes, CR LF and continuation",
      given: glance("[DEFAULT]\r\ndebug: 'True'\r\nenabled_backends = a:rbd,\r\n  b:file\r\n"),
    },
    { name: "a comment with an unclosed bracket", given: glance(`${GOOD}# see [other\n; and [this\n`) },
  ],
  reports: [
    {
      name: "an option before the first section",
      given: glance(`transport_url = rabbit://h/\n${GOOD}`),
      expect: [{ option: "transport_url", problem: "parse_error", severity: "high", line: 1 }],
    },
    {
      name: "a header without its bracket and a line without a separator, both at once",
      given: glance(
        "[DEFAULT]\nenabled_backends = a:rbd\n[glance_store\ndefault_backend a\n[a]\nrbd_store_pool = images\n",
      ),
      expect: [
        { option: "[glance_store]", line: 3 },
        { option: "[glance_store]default_backend", line: 4 },
      ],
    },
    {
      name: "a byte order mark",
      given: glance(`\uFEFF${GOOD}`),
      expect: [{ severity: "high", line: 1 }],
    },
    {
      name: "one of two nova.conf files is broken",
      given: {
        "compute1/nova.conf": "[libvirt]\nimages_type = rbd\n",
        "compute2/nova.conf": "[libvirt]\nimages_type rbd\n",
      },
      expect: [{ option: "[libvirt]images_type", file: "compute2/nova.conf", line: 2 }],
    },
  ],
});
