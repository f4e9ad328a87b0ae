import { testRule } from "../../src/check/test-rule.ts";
import { cinderCacheWithoutTenant } from "./cinder-cache-without-tenant.ts";

const lvm = "volume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";
const conf = (ids: string, cache: string, more = ""): string =>
  `[DEFAULT]\nenabled_backends = lvm\n${ids}[lvm]\n${lvm}${cache}${more}`;
const both = "cinder_internal_tenant_project_id = aaaa\ncinder_internal_tenant_user_id = bbbb\n";
const on = "image_volume_cache_enabled = True\n";

testRule(cinderCacheWithoutTenant, {
  silent: [
    { name: "the cache is off", given: { "cinder.conf": conf("", "") } },
    { name: "both ids are set", given: { "cinder.conf": conf(both, on) } },
    {
      name: "the section with the cache is not enabled",
      given: { "cinder.conf": conf("", "", `[old]\n${lvm}${on}`) },
    },
    {
      name: "written under [DEFAULT], where no backend reads it",
      given: { "cinder.conf": conf(on, "") },
    },
  ],
  reports: [
    {
      name: "neither id is set",
      given: { "cinder.conf": conf("", on) },
      expect: [
        {
          option: "[DEFAULT]cinder_internal_tenant_project_id",
          problem: "unset_needed",
          severity: "medium",
          file: "cinder.conf",
          line: 1,
        },
      ],
    },
    {
      name: "the cache is on for all backends, one id is missing",
      given: { "cinder.conf": conf("cinder_internal_tenant_project_id = aaaa\n", "", `[backend_defaults]\n${on}`) },
      expect: [{ option: "[DEFAULT]cinder_internal_tenant_user_id" }],
    },
  ],
  unchecked: [{ name: "no cinder.conf was given", given: { "nova.conf": "[libvirt]\n" }, needs: ["cinder.conf"] }],
});
