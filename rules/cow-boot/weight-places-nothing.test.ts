import { testRule } from "../../src/check/test-rule.ts";
import { weightPlacesNothing } from "./weight-places-nothing.ts";

const conf = (standard: string, lines: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = fast:rbd, slow:file\n[glance_store]\ndefault_backend = ${standard}\n[fast]\nrbd_store_pool = images\n${lines}\n`,
});
const release = "2025.1";

testRule(weightPlacesNothing, {
  silent: [
    { name: "it is the default", given: conf("fast", "weight = 100"), release },
    { name: "no weight", given: conf("slow", ""), release },
    { name: "equal weights", given: conf("slow", "weight = 1\n[slow]\nweight = 1"), release },
    { name: "no weights yet", given: conf("slow", "weight = 100"), release: "2023.1" },
  ],
  reports: [
    {
      name: "weight on another store",
      given: conf("slow", "weight = 100"),
      release,
      expect: [{ option: "[fast]weight", problem: "no_effect", severity: "info", line: 7 }],
    },
  ],
});
