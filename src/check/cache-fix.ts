/** Fixes that several rules about Glance's image cache share. */
import type { GlanceApi } from "../facts/cloud.ts";
import { cacheDriver } from "../facts/glance-cache.ts";
import { text } from "../facts/settings.ts";
import type { Fix } from "./rule.ts";

/** Each API node's own address, with the port that the file names. */
export function workerUrlFix(api: GlanceApi): Fix {
  return {
    file: api.file,
    section: "DEFAULT",
    key: "worker_self_reference_url",
    value: `http://<this node>:${text(api, "DEFAULT", "bind_port") ?? "9292"}`,
    perNode: true,
    why: "another value on each API node, reachable from the others",
  };
}

/** Turns the cache on: the flavor, and the worker's address where the central driver will ask for it. */
export function cacheOnFix(api: GlanceApi): Fix[] {
  const flavor: Fix = {
    file: api.file,
    section: "paste_deploy",
    key: "flavor",
    value: "keystone+cachemanagement",
    why: "only the paste pipeline puts the cache into the path of a download",
  };
  const central = cacheDriver(api) === "centralized_db";
  return central && text(api, "DEFAULT", "worker_self_reference_url") === null ? [flavor, workerUrlFix(api)] : [flavor];
}
