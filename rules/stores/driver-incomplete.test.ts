import { testRule } from "../../src/check/test-rule.ts";
import { driverIncomplete } from "./driver-incomplete.ts";

const glance = (type: string, own: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = x:${type}\n[glance_store]\ndefault_backend = x\n[x]\n${own}\n`,
});
const S3 =
  "s3_store_host = https://s3\ns3_store_access_key = invented\ns3_store_secret_key = invented2\ns3_store_bucket = g";

testRule(driverIncomplete, {
  silent: [
    { name: "S3 with all four", given: glance("s3", S3) },
    {
      name: "Swift with a reference file",
      given: glance("swift", "swift_store_config_file = /etc/glance/glance-swift.conf"),
    },
    {
      name: "no section at all",
      given: { "glance-api.conf": "[DEFAULT]\nenabled_backends = x:s3\n[glance_store]\ndefault_backend = x\n" },
    },
  ],
  reports: [
    {
      name: "S3 without its bucket and secret key",
      given: glance("s3", "s3_store_host = https://s3\ns3_store_access_key = invented"),
      expect: [
        { option: "[x]s3_store_secret_key", problem: "unset_needed", severity: "high", line: 5 },
        { option: "[x]s3_store_bucket" },
      ],
    },
    {
      name: "Swift without an address",
      given: glance("swift", "swift_store_container = g"),
      expect: [{ option: "[x]swift_store_auth_address" }],
    },
    {
      name: "VMware without a host",
      given: glance(
        "vmware",
        "vmware_server_username = u\nvmware_server_password = Inv3nted!\nvmware_datastores = a:b",
      ),
      expect: [{ option: "[x]vmware_server_host" }],
    },
  ],
});
