import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";
import { optionName, placeOf, scopeIn } from "../../src/facts/place.ts";
import { setting } from "../../src/facts/settings.ts";

/** Names of Python's own that are taken letter by letter. */
const PYTHON = /^(?:md5|sha1|sha224|sha256|sha384|sha512|sha3_(?:224|256|384|512)|blake2[bs])$/;
/** Names that OpenSSL may know, in any case; which of them it has differs from node to node. */
const OPENSSL =
  /^(?:md4|md5|md5-sha1|mdc2|sm3|whirlpool|ripemd(?:-?160)?|rmd160|sha-?1|sha2?-?(?:224|256|384|512)(?:[_/-](?:224|256))?|sha3-(?:224|256|384|512)|blake2[bs](?:512|256|-512|-256))$/i;
/** Collisions can be made on purpose. */
const WEAK = /^(?:md4|md5|md5-sha1|sha-?1)$/i;

export const hashAlgorithm = defineRule({
  id: "security/hash-algorithm",
  title: "hashing_algorithm is no algorithm that Glance can hash images with, or a broken one",
  severity: "high",
  part: "c",
  problem: "wrong_value",
  needs: ["glance"],
  messages: {
    unknown: "hashing_algorithm = {value} is no hash that Python knows: every upload and import fails",
    length: "hashing_algorithm = {value} has no fixed length, which Glance needs: every upload and import fails",
    weak: "hashing_algorithm = {value} is broken: images with the same hash need not be the same",
  },
  why: "Glance gives the name to Python's hashlib when data is stored, and any error there fails the upload. The hash is what tells duplicates apart and what a download is checked against; md5 and sha1 values can be forged. Images keep the algorithm that they were stored with.",
  wrong: "[DEFAULT]\nhashing_algorithm = SHA_512",
  right: "[DEFAULT]\nhashing_algorithm = sha512",
  silentWhen: ["the option is unset (sha512)", "it is any other name that hashlib may know on that node"],
  sources: [
    "openstack/glance glance/location.py ImageProxy._upload_to_store",
    "openstack/glance_store glance_store/common/utils.py get_hasher",
    "python hashlib.algorithms_guaranteed; shake_128 and shake_256 need a length for hexdigest",
  ],
  *check({ glance }) {
    for (const api of glance) {
      const { isSet, text } = setting(api, "DEFAULT", "hashing_algorithm");
      if (!isSet || text === null || text.includes("$")) continue;
      const message = verdictOn(text);
      if (message === null) continue;
      yield {
        message,
        ...(message === "weak" ? { severity: "low" as const, problem: "insecure" as const } : {}),
        option: optionName(api, "DEFAULT", "hashing_algorithm"),
        at: placeOf(api, "DEFAULT", "hashing_algorithm"),
        ...scopeIn(glance, api),
        data: { value: text === "" ? "(empty)" : plainName(text, "(not shown)") },
        fix: [{ file: api.file, section: "DEFAULT", key: "hashing_algorithm", value: "sha512" }],
      };
    }
  },
});

function verdictOn(name: string): "unknown" | "length" | "weak" | null {
  if (/^shake[_-]?(?:128|256)$/i.test(name)) return "length";
  if (WEAK.test(name)) return "weak";
  return PYTHON.test(name) || OPENSSL.test(name) ? null : "unknown";
}
