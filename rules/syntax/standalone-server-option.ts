import { defineRule } from "../../src/check/rule.ts";
import { scopeIn } from "../../src/facts/place.ts";
import { isServerOption } from "../../src/facts/server-options.ts";

export const standaloneServerOption = defineRule({
  id: "syntax/standalone-server-option",
  title: "Settings of a web server that Glance no longer has",
  severity: "medium",
  part: "c",
  problem: "removed_option",
  releases: { from: "2026.2" },
  needs: ["glance"],
  messages: {
    gone: "{keys}: ignored, glance-api has no web server of its own since 2026.2; set them in uWSGI or Apache",
  },
  why: "From 2026.2 glance-api runs only under a WSGI server. Address, port, workers and connection limits are that server's; whoever still sets them here gets the server's defaults instead.",
  wrong: "# 2026.2\n[DEFAULT]\nbind_host = 192.0.2.11\nworkers = 8",
  right: "# uwsgi.ini\nhttp-socket = 192.0.2.11:9292\nprocesses = 8",
  silentWhen: ["the release is older than 2026.2", "none of the server's options is set"],
  sources: [
    "openstack/glance release notes 2026.2 (the eventlet server is removed)",
    "oslo-config-generator output 2026.1 and 2026.2, compared",
  ],
  *check({ glance }) {
    for (const api of glance)
      for (const { file, entries } of api.configs) {
        const left = entries.filter(({ section, key }) => isServerOption(api, section, key));
        const [first] = left;
        if (!first) continue;
        yield {
          message: "gone",
          option: `[${first.section}]${first.key}`,
          at: { file, line: first.line },
          data: { keys: left.map(({ key }) => key).join(", ") },
          fix: left.map(({ section, key }) => ({ file, section, key, value: null })),
          ...scopeIn(glance, api),
        };
      }
  },
});
