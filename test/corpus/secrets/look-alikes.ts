/** Lines that look like secrets and are none: redaction must leave every byte. */
import type { SourceKind } from "../../../src/intake/source.ts";

const CONFIG = `[DEFAULT]
enabled_backends = rbd:rbd,http:http
show_image_direct_url = True
debug = false
transport_url = rabbit://
transport_url = $my_transport
# transport_url = rabbit://glance:<RABBIT_PASS>@controller
#password = <None>
image_cache_driver = centralized_db
metadata_encryption_key =
public_endpoint = https://glance.example.net:9292
worker_self_reference_url = http://192.0.2.11:9292
enable_instance_password = True
inject_password = false
password_length = 12
max_token_size = 16384
[keystone_authtoken]
auth_type = password
auth_url = http://keystone.example.net:5000/v3
www_authenticate_uri = https://keystone.example.net
service_token_roles = service
service_token_roles_required = True
token_cache_time = 300
include_service_catalog = false
memcache_security_strategy = ENCRYPT
password = $admin_password
password = \${db_password}
password = {{ vault_glance_password }}
password = <SECRET>
password = [redacted]
password = ****
password = ********
password = redacted-password-1
password =
send_service_user_token = true
[libvirt]
images_type = rbd
rbd_user = nova
rbd_secret_uuid = 13721453-884a-49b9-83e6-114113eafa28
images_rbd_ceph_conf = /etc/ceph/ceph.conf
[database]
connection = sqlite:////var/lib/glance/glance.sqlite
connection = mysql+pymysql://glance@db.example.net/glance
max_pool_size = 10
[ssl]
ssl_key_file = /etc/ssl/private/glance.key
key_file = /etc/ssl/private/glance.key
cert_file = /etc/ssl/certs/glance.pem
ssl_key = /etc/ssl/private/glance.key
vendordata_dynamic_auth = keystone
[key_manager]
backend = barbican
auth_endpoint = http://localhost/identity/v3
keymgr_api = castellan.key_manager
token_ttl = 600
[rbd]
rbd_store_ceph_conf = /etc/ceph/cedar.conf
rbd_store_user = glance
rbd_store_pool = images
rbd_keyring_conf = /etc/ceph/ceph.client.cinder.keyring
swift_store_auth_address = https://keystone.example.net:5000/v3
swift_store_config_file = /etc/glance/glance-swift-store.conf
swift_store_container = glance
s3_store_bucket = glance-archive
s3_store_host = https://s3.example.net:9000
netapp_private_key_file = /etc/cinder/netapp.key
volume_transfer_key_length = 16
use_chap_auth = false
chap_password_len = 12
gpfs_private_key = /root/.ssh/id_rsa
`;

const CEPH = `[global]
fsid = 97c4b085-749e-4679-bda7-aecbf8e92b24
mon_host = 192.0.2.1,192.0.2.2
auth_client_required = cephx
auth_cluster_required = cephx
keyring = /etc/ceph/$cluster.$name.keyring
[client.glance]
keyring = /etc/ceph/ceph.client.glance.keyring
rbd_cache = true
`;

const IMAGE = `{
  "id": "9b6b4739-cfcf-4f79-a92c-62e9dce0e604",
  "name": "password-reset-appliance",
  "checksum": "ee1eca47dc88f4879d8a229cc70a07c6",
  "os_hash_value": "1b03ca1bc3fafe448b90583c12f367949f8b0e665685979d95b004e48574b953316799e23240f4f739d1b5eb4c4ca24d38fdc6f4f9d8247a2bc64db25d6bbdb2",
  "img_signature_certificate_uuid": "5c0a2c4f-76a1-4b43-8a4e-4d7fa2a5a1f1",
  "img_signature_key_type": "RSA-PSS",
  "img_signature": "kzG1dV0WgXhVFSbnpU1l4zY7QxDkCcn2mPZ8w3NHcTtB5Rq6YJvLfAe9oKsMiU4j",
  "cinder_encryption_key_id": "81bb7dbe-0242-4c5a-8d1e-3c5d3b2f4c01",
  "direct_url": "rbd://97c4b085-749e-4679-bda7-aecbf8e92b24/images/9b6b4739-cfcf-4f79-a92c-62e9dce0e604/snap",
  "file": "/v2/images/9b6b4739-cfcf-4f79-a92c-62e9dce0e604/file",
  "next": "/v2/images?limit=25&marker=9b6b4739-cfcf-4f79-a92c-62e9dce0e604",
  "owner_specified.openstack.sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "hw_rescue_device": "disk", "size": 10737418240, "password": null, "token": "", "secret": false
}
`;

const WORDS = `Hi, the password for the database was rotated last week, and the token has expired.
Our secret weapon is raw on RBD; a key question: which store is the default?
Basic authentication is off. Bearer authentication is used by Keystone.
Do we need to set password in [keystone_authtoken]?
Write to ops@example.net or bob.smith@example.org, or git@git.example.net:ops/config.git
image docker.example.net/kolla/glance-api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad
see https://docs.example.net/glance/latest/admin/secrets.html#tokens?section=password
The key manager is barbican, tokens are fernet tokens.
rbd children images/9b6b4739-cfcf-4f79-a92c-62e9dce0e604@snap
qemu-img info rbd:images/9b6b4739-cfcf-4f79-a92c-62e9dce0e604@snap:id=glance:conf=/etc/ceph/ceph.conf
ceph auth get-or-create client.glance -o /etc/ceph/ceph.client.glance.keyring
openstack --os-cloud production image list --long
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 ops@bastion
-----BEGIN CERTIFICATE-----
MIIBkTCB+wIJAKHBfpegPjMCMA0GCSqGSIb3DQEBCwUAMA0xCzAJBgNVBAYTAkRF
-----END CERTIFICATE-----
`;

const LOG = `2026-01-05 10:00:00.123 7 INFO keystonemiddleware.auth_token [-] Starting Keystone auth_token middleware
2026-01-05 10:00:00.124 7 WARNING keystonemiddleware.auth_token [-] AuthToken middleware is set with keystone_authtoken.service_token_roles_required set to False.
2026-01-05 10:00:00.125 7 DEBUG oslo_service metadata_encryption_key        = **** log_opt_values
2026-01-05 10:00:00.126 7 DEBUG oslo_service keystone_authtoken.password    = **** log_opt_values
2026-01-05 10:00:00.127 7 INFO req-81bb7dbe-0242-4c5a-8d1e-3c5d3b2f4c01 GET /v2/images?limit=20 HTTP/1.1" 200 1325 0.05
2026-01-05 10:00:00.128 7 ERROR Invalid token: the token is invalid or has expired
2026-01-05 10:00:00.129 7 ERROR password authentication failed for user "glance"
2026-01-05 10:00:00.130 7 DEBUG REQ: curl -H "X-Auth-Token: {SHA256}" -H "Accept: application/json"
`;

/** The look-alikes by the kind of file they stand in. */
export function lookAlikes(): { kind: SourceKind; text: string }[] {
  return [
    { kind: "glance-api", text: CONFIG },
    { kind: "nova", text: CONFIG },
    { kind: "cinder", text: CONFIG },
    { kind: "unknown", text: CONFIG },
    { kind: "ceph-conf", text: CEPH },
    { kind: "image-show", text: IMAGE },
    { kind: "words", text: WORDS },
    { kind: "log", text: LOG },
  ];
}
