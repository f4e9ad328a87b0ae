import { testRule } from "../../src/check/test-rule.ts";
import { reservedInStore } from "./reserved-in-store.ts";

const glance = (staging: string, tasks: string, top = "") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = nfs:file\n${top}[glance_store]\ndefault_backend = nfs\n[nfs]\nfilesystem_store_datadir = /srv/images\n[os_glance_staging_store]\nfilesystem_store_datadir = ${staging}\n[os_glance_tasks_store]\nfilesystem_store_datadir = ${tasks}\n`,
});

testRule(reservedInStore, {
  silent: [
    { name: "all apart", given: glance("/srv/staging", "/srv/tasks") },
    { name: "a name that only begins alike", given: glance("/srv/images-staging", "/srv/tasks") },
    {
      name: "the cache is not in the pipeline",
      given: glance("/srv/cache", "/srv/tasks", "image_cache_dir = /srv/cache\n"),
    },
  ],
  reports: [
    {
      name: "tasks in the store's directory",
      given: glance("/srv/staging", "/srv/images/"),
      expect: [
        {
          option: "[os_glance_tasks_store]filesystem_store_datadir",
          problem: "shared_path_conflict",
          severity: "high",
          line: 10,
          fix: [
            {
              file: "glance-api.conf",
              section: "os_glance_tasks_store",
              key: "filesystem_store_datadir",
              value: "/var/lib/glance/os_glance_tasks_store",
            },
          ],
        },
      ],
    },
    {
      name: "staging inside of the store's directory",
      given: glance("/srv/images/staging", "/srv/tasks"),
      expect: [{ option: "[os_glance_staging_store]filesystem_store_datadir", severity: "medium", line: 8 }],
    },
    {
      name: "staging and tasks in one",
      given: glance("/srv/staging", "/srv/staging"),
      expect: [{ option: "[os_glance_tasks_store]filesystem_store_datadir", severity: "medium" }],
    },
    {
      name: "staging in the store of single-store mode",
      given: {
        "glance-api.conf":
          "[DEFAULT]\nnode_staging_uri = file:///srv/images\n[glance_store]\nstores = file\nfilesystem_store_datadir = /srv/images\n",
      },
      expect: [{ option: "[DEFAULT]node_staging_uri", line: 2 }],
    },
  ],
});
