/**
 * Invented secrets in the texts that operators paste. `@{kind:value}` marks a planted secret of its kind; without the marks
 * the text is what is pasted, and with a placeholder in place of each mark it is what redaction must return.
 */
import type { RedactionKind, SourceKind } from "../../../src/intake/source.ts";

export type Template = { name: string; kind: SourceKind; text: string };

/** Secrets of one alphabet, the same for the same number. */
function invented(seed: number, length: number, alphabet: string): string {
  let state = (seed * 2654435761 + 97) >>> 0;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += alphabet[(state >>> 8) % alphabet.length] ?? "";
  }
  return text;
}

const PLAIN = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const BASE64 = `${PLAIN}+/`;
const HEX = "0123456789abcdef";
const ODD = `${PLAIN}!^*~+-_`;
const URL_ODD = `${PLAIN}!*~-_/#?:@`;

let count = 0;
const mark = (kind: RedactionKind, value: string): string => `@{${kind}:${value}}`;
const word = (kind: RedactionKind = "password", alphabet = PLAIN, length = 20): string => {
  count++;
  return mark(kind, `${invented(count, length, alphabet)}Q7z`);
};
const cephx = (): string => mark("cephx-key", `AQ${invented(++count, 36, BASE64)}==`);
const fernet = (): string => mark("token", `gAAAAAB${invented(++count, 120, `${PLAIN}-_`)}`);
const accessKey = (): string => mark("access-key", `AKIA${invented(++count, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`);
const secretKey = (): string => mark("secret-key", `${invented(++count, 37, BASE64)}aZ9`);
const uuid = (kind: RedactionKind): string => {
  const hex = invented(++count, 32, HEX);
  return mark(kind, `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`);
};
const address = (): string => word("url-password");
const oddAddress = (): string => word("url-password", URL_ODD);

const configured = (project: "glance" | "nova" | "cinder", number: number): string => `# ${project} ${number}
[DEFAULT]
transport_url = rabbit://${project}:${address()}@mq1.example.net:5672,${project}:${address()}@mq2.example.net:5672//${project}?ssl=1
#transport_url = rabbit://old:${address()}@192.0.2.5:5672/
metadata_proxy_shared_secret = ${word("secret")}
host = node-${number}

[database]
connection = mysql+pymysql://${project}:${oddAddress()}@db.example.net:3306/${project}?charset=utf8
slave-connection=postgresql://${project}:${address()}@[2001:db8::5]/${project}
# connection = mysql+pymysql://root:${address()}@localhost/${project}

[keystone_authtoken]
auth_url = http://keystone.example.net:5000
auth_type = password
username = ${project}
  password   =   ${word("password", ODD)}  
# password = ${word()}
;admin_password: ${word()}
memcache_secret_key="${word("secret-key")}"
memcached_servers = 192.0.2.1:11211,192.0.2.2:11211
service_token_roles = service
service_token_roles_required = true

[service_user]
application_credential_secret = ${word("secret")}
application-credential-secret = ${word("secret")}

[cache]
backend_argument = url:redis://:${address()}@192.0.2.9:6379/0
redis_password = ${word("password", `${PLAIN}"'@:/%#`)}
[oslo_messaging_notifications]
transport_url = kombu+memory://
  rabbit://${project}:${address()}@h3:5672/
`;

const glanceStores = (): string => `[s3store]\r
s3_store_host = https://s3.example.net\r
s3_store_access_key = ${accessKey()}\r
s3_store_secret_key = ${secretKey()}\r
[swiftstore]\r
swift_store_key = ${word("secret")}\r
swift_store_user = ${word("secret")}\r
cinder_store_password = ${word()}\r
vmware_server_password = ${word()}\r
http_proxy_information = https:proxy:${address()}@192.0.2.80:3128\r
`;

const swiftReference = (): string => `[ref1]
user = ${mark("secret", `tenant:glance${++count}`)}
key = ${word("secret")}
auth_version = 3
auth_address = https://keystone.example.net:5000/v3
`;

const cinderBackends = (): string => `[DEFAULT]
enabled_backends = san,ceph
[san]
san_ip = 192.0.2.50
san_login = admin
san_password = ${word()}
replication_device = backend_id:second,san_ip:192.0.2.51,san_login:admin,san_password:${word()}
chap_password = ${word()}
[ceph]
rbd_user = cinder
rbd_secret_uuid = 13721453-884a-49b9-83e6-114113eafa28
[key_manager]
fixed_key = ${mark("secret", invented(++count, 64, HEX))}
`;

const keyring = (): string => `[client.glance]
\tkey = ${cephx()}
\tcaps mon = "profile rbd"
[client.cinder]
        key = ${cephx()}
        caps osd = "profile rbd pool=volumes"
[mon.]
key=${cephx()}
`;

const cephConf = (): string => `[global]
fsid = 97c4b085-749e-4679-bda7-aecbf8e92b24
mon_host = 192.0.2.1
[client.glance]
keyring = /etc/ceph/ceph.client.glance.keyring
# key = ${cephx()}
key = ${cephx()} ; from the deploy host
rgw_keystone_admin_password = ${word()}
rgw_keystone_admin_token = ${word("token")}
`;

const authJson = (): string =>
  `[{"entity":"client.glance","key":"${cephx()}","caps":{"mon":"profile rbd"}},{"entity":"client.nova","key":"${cephx()}"}]\n`;

const showJson = (): string => `{
  "id": "2c782cbc-1203-431e-8906-59328b911521",
  "checksum": "d41d8cd98f00b204e9800998ecf8427e",
  "direct_url": "s3+https://${accessKey()}:${secretKey()}@s3.example.net:9000/bucket/2c782cbc-1203-431e-8906-59328b911521",
  "locations": [{"url": "swift+https://tenant%3Aglance:${address()}@swift.example.net/v1/c/o", "metadata": {}}],
  "admin_password": "${word()}", "adminPass": "${word()}",
  "clientSecret":"${word("secret")}" , "api_key" : "${word("secret")}",
  "quoted": "{\\"auth_token\\": \\"${word("token")}\\"}",
  "os_hash_value": "${invented(++count, 128, HEX)}"
}
`;

const csv = (): string => `ID,Name,Location,Properties
1,one,"s3+http://${accessKey()}:${secretKey()}@s3.example.net/b/1","owner_specified.password='${word()}'"
2,two,https://reader:${address()}@files.example.net/two.qcow2,
3,three,"https://files.example.net/three?token=${word("token")}&x=1","{""secret_key"": ""${word("secret-key")}""}"
`;

const log = (): string => `2026-01-05 10:00:00.123 7 INFO glance [req-1 - - - - -] X-Auth-Token: ${uuid("token")}
2026-01-05 10:00:01.123 7 ERROR oslo_db connecting to mysql+pymysql://glance:${address()}@192.0.2.10/glance failed
2026-01-05 10:00:02.123 7 DEBUG keystoneauth REQ: curl -g -i -X GET https://k.example.net -H "X-Subject-Token: ${fernet()}"
2026-01-05 10:00:03.123 7 DEBUG x auth={'username': 'glance', 'password': '${word()}', 'domain': 'Default'}
2026-01-05 10:00:04.123 7 DEBUG x GET /b?X-Amz-Credential=${word("token")}&X-Amz-Date=20260105&X-Amz-Signature=${mark("token", invented(++count, 64, HEX))} 200
2026-01-05 10:00:05.123 7 DEBUG x user=bob,password=${word()},host=h1
Authorization: Bearer ${mark("token", `eyJ${invented(++count, 30, PLAIN)}.eyJ${invented(++count, 50, PLAIN)}.${invented(++count, 40, PLAIN)}`)}
Authorization: Basic ${mark("token", `${invented(++count, 30, PLAIN)}==`)}
`;

const shell = (): string => `#!/bin/sh
export OS_PASSWORD=${word()}
export OS_AUTH_URL=https://k.example.net:5000/v3
OS_TOKEN='${word("token")}'; export OS_TOKEN
openstack --os-password ${word()} --os-username admin image list
openstack --os-password=${word()} image list
mysql -u root -p${word()} glance -e 'show tables'
curl -u admin:${word()} https://rgw.example.net/
sshpass -p ${word()} ssh root@node1
rabbitmqctl add_user glance ${word()}
redis-cli -a ${word()} ping
ceph auth import --key=${cephx()}
aws configure set aws_access_key_id ${accessKey()}
export AWS_SECRET_ACCESS_KEY="${secretKey()}"
mysql -e "GRANT ALL ON glance.* TO 'glance'@'%' IDENTIFIED BY '${word()}'"
git clone https://oauth2:${address()}@git.example.net/x.git
`;

const pem = (): string => {
  const lines = Array.from({ length: 4 }, () => invented(++count, 64, BASE64));
  return `-----BEGIN RSA PRIVATE KEY-----
${lines.map((line) => `@{private-key:${line}}`).join("\n")}
-----END RSA PRIVATE KEY-----
`;
};

const prose = (): string => `Hello, here is what we have. The password of the glance user does not work,
passwords are rotated monthly. password: ${word()}
The admin token is ${fernet()} and the key is "${cephx()}".
GitHub: ${mark("token", `ghp_${invented(++count, 36, PLAIN)}`)} Slack: ${mark("token", `xoxb-${invented(++count, 30, PLAIN)}`)}
model key ${mark("token", `sk-proj-${invented(++count, 30, PLAIN)}9`)}, vault ${mark("token", `hvs.${invented(++count, 30, PLAIN)}`)}
${mark("private-key", `AGE-SECRET-KEY-1${invented(++count, 50, "ACDEFGHJKLMNPQRSTUVWXYZ0234567")}`)}
${pem()}It logs in as glance:${address()}@db1.example.net now.
`;

const yaml = (): string => `---
database_password: ${word()}
keystone_admin_password: "${word()}"
rabbitmq_cluster_cookie: ${word("secret")}   # keep
glance_keystone_password: '${word()}'
swift_hash_path_suffix: ${word("secret")}
- name: OS_PASSWORD=${word()}
api_key: ${word("secret")}
neutron_ssh_key:
  private_key: |
    -----BEGIN OPENSSH PRIVATE KEY-----
    @{private-key:${invented(++count, 64, BASE64)}}
    @{private-key:${invented(++count, 40, BASE64)}}
    -----END OPENSSH PRIVATE KEY-----
  public_key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7
`;

/** All templates, each several times with secrets of its own. */
export function plantedTemplates(): Template[] {
  count = 0;
  const templates: Template[] = [];
  const add = (kind: SourceKind, name: string, text: () => string): void => {
    for (let copy = 1; copy <= 3; copy++) templates.push({ name: `${copy}-${name}`, kind, text: text() });
  };
  add("glance-api", "glance-api.conf", () => configured("glance", count));
  add("nova", "nova.conf", () => configured("nova", count));
  add("cinder", "cinder.conf", () => configured("cinder", count));
  add("glance-api", "stores.conf", glanceStores);
  add("glance-swift-store", "glance-swift-store.conf", swiftReference);
  add("cinder", "backends.conf", cinderBackends);
  add("ceph-auth", "ceph.keyring", keyring);
  add("ceph-conf", "ceph.conf", cephConf);
  add("ceph-auth", "auth.json", authJson);
  add("image-show", "image-show.json", showJson);
  add("image-list", "images.csv", csv);
  add("log", "glance-api.log", log);
  add("script", "history.sh", shell);
  add("words", "request.md", prose);
  add("unknown", "passwords.yml", yaml);
  return templates;
}

const MARK = /@\{([a-z-]+):(.*?)\}(?=[^}]|$)/g;

/** The text as it is pasted, and the secrets in it. */
export function unmarked(text: string): { text: string; secrets: { kind: string; value: string }[] } {
  const secrets = [...text.matchAll(MARK)].map(([, kind = "", value = ""]) => ({ kind, value }));
  return { text: text.replace(MARK, "$2"), secrets };
}

/** What redaction must return, with the numbers taken off the placeholders. */
export const expected = (text: string): string => text.replace(MARK, "redacted-$1-N");
