import { testRule } from "../../src/check/test-rule.ts";
import { s3PlainHttp } from "./s3-plain-http.ts";

const glance = (host: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = x:s3\n[glance_store]\ndefault_backend = x\n[x]\ns3_store_host = ${host}\n`,
});

testRule(s3PlainHttp, {
  silent: [
    { name: "https", given: glance("https://s3.example.net") },
    { name: "the node itself", given: glance("http://127.0.0.1:8080") },
  ],
  reports: [
    {
      name: "no scheme",
      given: glance("s3.example.net"),
      expect: [{ option: "[x]s3_store_host", problem: "insecure", severity: "low", line: 6 }],
    },
    { name: "http", given: glance("http://s3.example.net"), expect: [{ option: "[x]s3_store_host" }] },
  ],
});
