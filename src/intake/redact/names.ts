/** Names that tell of a secret although no catalogue knows them. */
import type { RedactionKind } from "../source.ts";

/** `password_file`, `token_cache_time`, `rbd_secret_uuid`: something about a secret, not the secret. */
const ABOUT =
  /(?:^|_)(?:uuid|files?|filename|paths?|dir|directory|conf|config|urls?|uri|endpoint|time|timeout|ttl|len|length|size|roles?|required|types?|names?|algorithms?|alg|methods?|formats?|expir\w*|count|interval|enabled?|policy|strategy|bind|binding|version|headers?|hint|fingerprint|manager|drivers?|backend|provider|module|class|security|mode|usage|pairs?|map|user|username|days|age|max|min|at|ref|href|rotation|lifetime|validity|retries|attempts|id|ids|ya?ml|json|ini|py|sh|txt|log|md|policy_dirs|stdin|prompt|needed|set|opts|options|required)$/;
const STILL_SECRET = /(?:access_key_id|secret_id|token_id|secret_?access_?key|accesskeyid)$/;

const KINDS: readonly (readonly [RedactionKind, RegExp])[] = [
  ["secret-key", /secret_?(?:access_?)?key$/],
  ["access-key", /access_?key(?:_?id)?$/],
  ["private-key", /(?:private_?key|privkey|(?:^|_)(?:ssl|tls|ssh|client|server)_key)$/],
  [
    "password",
    // misspelt ones hold a password all the same
    /pass?w(?:or|ro|o|r)?d|passwor?t|passphrase|passcode|(?:^|_)(?:pwd?|pass|(?:db|user|admin|root|rabbit|rmq|ssh|bind|my|sql|time_?)pass)$|userpwd/,
  ],
  ["token", /(?:token|token_id|(?:^|_)jwt)$/],
  [
    "secret",
    /(?:secret|secret_id|secret_(?:value|text|string)|(?:^|_)psk|hash_path_(?:prefix|suffix)|(?:erlang|cluster|session|auth)_?cookie|(?:^|_)cred(?:ential)?s?)$|(?:api|auth|encryption|decryption|sign|signing|hmac|shared|master|fernet|account|storage|swift|store|fixed|customer|crypt|crypto|credential)_?keys?$/,
  ],
];

/** Signatures are secrets in a signed URL only: `img_signature` is a property of an image. */
const SIGNED = /^(?:x_amz_(?:signature|credential|security_token)|signature|sig|temp_url_sig|code|key)$/;

const known = new Map<string, RedactionKind | null>();
const MOST_KNOWN = 4000;

/** `X-Auth-Token`, `adminPassword` and `os.password` as words with underscores. */
function folded(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[-.]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

function kindOf(name: string): RedactionKind | null {
  const plain = folded(name);
  if (ABOUT.test(plain) && !STILL_SECRET.test(plain)) return null;
  if (/(?:^|_)(?:public|ssh_host|primary|foreign)_?key$/.test(plain)) return null;
  return KINDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** What kind of secret a name announces; null: none. At most 80 characters are a name, and no placeholder is one. */
export function kindOfName(name: string): RedactionKind | null {
  if (name.length > 80 || /redacted-/.test(name)) return null;
  const before = known.get(name);
  if (before !== undefined) return before;
  const kind = kindOf(name);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, kind);
  return kind;
}

/** As `kindOfName`, for a parameter of a URL's query. */
export function kindOfParameter(name: string): RedactionKind | null {
  return name.length <= 80 && SIGNED.test(folded(name)) ? "token" : kindOfName(name);
}

/**
 * Whether a named value is no secret by its form: a path, an address, a short number or a UUID under a name that is not
 * a password's. A password is one whatever it looks like.
 */
export function isOtherValue(kind: RedactionKind, value: string): boolean {
  if (kind === "password") return false;
  if (kind === "private-key" && PATH.test(value)) return true;
  if (/^\d{1,7}(?:\.\d+)?$/.test(value)) return true;
  if (ADDRESS.test(value)) return true;
  return PATH.test(value) && (PLACES.test(value) || /\.[a-z]{2,8}$/.test(value));
}

/** Of a known scheme: a generated secret may hold `://` by chance. */
const ADDRESS =
  /^(?:https?|ftp|file|unix|tcp|udp|ssl|ssh|git|ldaps?|rediss?|rabbit|amqps?|kombu|mysql|postgres(?:ql)?|sqlite|mongodb|memcached?|etcd3?|zookeeper|s3|swift|rbd|cinder|vault|oci|docker|nfs)(?:\+[a-z0-9_.+-]{1,40})?:\/\//i;
const PATH = /^(?:~|\.{1,2}|\$\w+|\$\{\w+\})?\/[\w.@/-]+$/;
const PLACES = /^(?:~|\.|\$|\/(?:etc|var|opt|run|root|home|usr|srv|tmp|mnt|ceph|dev|data)\/)/;
