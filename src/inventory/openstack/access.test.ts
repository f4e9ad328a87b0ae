import { expect, test } from "vitest";
import { GlancewrightError } from "../../errors.ts";
import { type AccessInput, readAccess } from "./access.ts";

const SECRET = "an-invented-secret";
const CLOUDS = `
clouds:
  berlin:
    auth_type: v3password
    auth: { auth_url: "https://keystone.example.org/v3", username: glancewright, project_name: admin,
            user_domain_id: 5f1c, project_domain_name: Operators }
    region_name: one
    interface: internal
    cacert: /etc/ssl/cloud.pem
    image_endpoint_override: https://glance.example.org
  application:
    auth_type: v3applicationcredential
    auth: { auth_url: https://keystone.example.org, application_credential_id: "0012", application_credential_secret: ${SECRET} }
    regions: [one, { name: two, values: {} }]
    verify: false
  named:
    auth: { auth_url: https://keystone.example.org, application_credential_name: collector, user_id: u-1,
            application_credential_secret: ${SECRET} }
    region_name: null
  digits:
    auth: { auth_url: https://keystone.example.org, user_id: u-1, password: 0123, project_id: p-1 }
  system:
    auth_type: v3token
    auth: { auth_url: https://keystone.example.org, token: ${SECRET}, system_scope: all }
`;
const SECURE = `clouds: { berlin: { auth: { password: ${SECRET} } } }`;

const read = (more: Partial<AccessInput>) =>
  readAccess({ cloud: "berlin", environment: {}, clouds: CLOUDS, secure: SECURE, ...more });

test("a password comes from secure.yaml, and domains are by id or by name as they are given", () => {
  expect(read({})).toEqual({
    authUrl: "https://keystone.example.org/v3",
    credentials: {
      kind: "password",
      user: { name: "glancewright", domain: { id: "5f1c" } },
      password: SECRET,
      scope: { project: { name: "admin", domain: { name: "Operators" } } },
    },
    regions: ["one"],
    interface: "internal",
    caFile: "/etc/ssl/cloud.pem",
    verify: true,
    endpoints: { image: "https://glance.example.org" },
  });
});

test("an application credential needs no scope, and regions may be a list", () => {
  expect(read({ cloud: "application" })).toMatchObject({
    credentials: { kind: "application", credential: { id: "0012" }, secret: SECRET },
    regions: ["one", "two"],
    verify: false,
    interface: "public",
  });
});

test("an application credential with a name is its user's", () => {
  expect(read({ cloud: "named" })).toMatchObject({
    credentials: { kind: "application", credential: { name: "collector", user: { id: "u-1" } } },
    regions: [],
  });
});

test("a password of digits is kept as it is written", () => {
  expect(read({ cloud: "digits" }).credentials).toEqual({
    kind: "password",
    user: { id: "u-1" },
    password: "0123",
    scope: { project: { id: "p-1" } },
  });
});

test("a token may be of the system", () => {
  expect(read({ cloud: "system" }).credentials).toEqual({ kind: "token", token: SECRET, scope: "system" });
});

test("regions that are asked for go before those of the file", () => {
  expect(read({ regions: ["three"] }).regions).toEqual(["three"]);
});

test("the variables of an openrc do as well", () => {
  const environment = {
    OS_AUTH_URL: "http://keystone.example.org:5000/v3",
    OS_USERNAME: "admin",
    OS_PASSWORD: SECRET,
    OS_PROJECT_NAME: "admin",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_ID: "default",
    OS_ENDPOINT_TYPE: "internalURL",
    OS_REGION_NAME: "",
    OS_INSECURE: "true",
  };
  expect(read({ cloud: null, environment, clouds: null, secure: null })).toMatchObject({
    credentials: {
      user: { name: "admin", domain: { name: "Default" } },
      scope: { project: { name: "admin", domain: { id: "default" } } },
    },
    regions: [],
    interface: "internal",
    verify: false,
  });
});

test.each<[string, Partial<AccessInput>, string]>([
  ["cloud.no-file", { clouds: null }, "berlin"],
  ["cloud.unknown", { cloud: "paris" }, "paris"],
  ["cloud.incomplete", { secure: null }, "password"],
  ["cloud.incomplete", { cloud: null, environment: {} }, "OS_AUTH_URL"],
  ["cloud.unreadable", { secure: `clouds: { berlin: [ ${SECRET}` }, "secure.yaml"],
  ["cloud.auth-url", { clouds: CLOUDS.replaceAll("https://keystone", `ftp://user:${SECRET}@keystone`) }, "Keystone"],
  ["cloud.auth-type", { clouds: CLOUDS.replace("v3password", "v3oidcpassword") }, "v3oidcpassword"],
  ["cloud.incomplete", { clouds: CLOUDS.replace("project_name", "of_old") }, "project_name"],
])("%s names what is wrong, and no secret (%#)", (code, more, named) => {
  try {
    read(more);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof GlancewrightError)) throw error;
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(named)]);
    expect(JSON.stringify([error.message, error.advice, String(error.cause)])).not.toContain(SECRET);
  }
});
