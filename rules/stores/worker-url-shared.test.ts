import { testRule } from "../../src/check/test-rule.ts";
import { workerUrlShared } from "./worker-url-shared.ts";

const conf = (url: string, more = "") =>
  `[DEFAULT]\nenabled_backends = a:rbd\nworker_self_reference_url = ${url}\n${more}[glance_store]\ndefault_backend = a\n`;
const option = "[DEFAULT]worker_self_reference_url";

testRule(workerUrlShared, {
  silent: [
    {
      name: "a node's own",
      given: { "glance-api.conf": conf("http://192.0.2.11:9292", "public_endpoint = https://image.example.net\n") },
    },
    {
      name: "two nodes, each its own",
      given: {
        "ctl1/glance-api.conf": conf("http://192.0.2.11:9292"),
        "ctl2/glance-api.conf": conf("http://192.0.2.12:9292"),
      },
    },
    {
      name: "the internal and the external API of one node",
      given: {
        "glance-api-internal.conf": conf("http://192.0.2.11:9292"),
        "glance-api-external.conf": conf("http://192.0.2.11:9292"),
      },
    },
  ],
  reports: [
    {
      name: "the public endpoint with a slash more",
      given: {
        "glance-api.conf": conf("https://image.example.net/", "public_endpoint = https://image.example.net\n"),
        "request.md": "Three controllers behind one address.\n",
      },
      expect: [{ option, problem: "wrong_value", severity: "high", line: 3 }],
    },
    {
      name: "two nodes with one",
      given: {
        "ctl1/glance-api.conf": conf("http://192.0.2.11:9292"),
        "ctl2/glance-api.conf": conf("http://192.0.2.11:9292"),
      },
      expect: [{ file: "ctl1/glance-api.conf" }, { file: "ctl2/glance-api.conf" }],
    },
    {
      name: "localhost",
      given: { "glance-api.conf": conf("http://127.0.0.1:9292") },
      expect: [{ severity: "low" }],
    },
  ],
});
