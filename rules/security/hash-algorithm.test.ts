import { testRule } from "../../src/check/test-rule.ts";
import { hashAlgorithm } from "./hash-algorithm.ts";

const given = (name: string) => ({ "glance-api.conf": `[DEFAULT]\nhashing_algorithm = ${name}\n` });
const option = "[DEFAULT]hashing_algorithm";

testRule(hashAlgorithm, {
  silent: [
    { name: "the option is unset", given: { "glance-api.conf": "[DEFAULT]\ndebug = False\n" } },
    ...["sha512", "SHA512", "sha-256", "sha3_256", "blake2b", "sha512_256", '"sha384"'].map((name) => ({
      name,
      given: given(name),
    })),
  ],
  reports: [
    ...["sha_512", "SHA3_256", "sha2", "crc32", "sha513"].map((name) => ({
      name,
      given: given(name),
      expect: [
        {
          option,
          problem: "wrong_value" as const,
          severity: "high" as const,
          file: "glance-api.conf",
          line: 2,
          fix: [{ file: "glance-api.conf", section: "DEFAULT", key: "hashing_algorithm", value: "sha512" }],
        },
      ],
    })),
    { name: "a hash without a length", given: given("shake_256"), expect: [{ option, severity: "high" }] },
    { name: "md5", given: given("md5"), expect: [{ option, problem: "insecure", severity: "low" }] },
    { name: "sha1", given: given("SHA1"), expect: [{ option, problem: "insecure", severity: "low" }] },
  ],
});
