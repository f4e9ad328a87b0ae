import { defineRule } from "../../src/check/rule.ts";
import { plainName } from "../../src/facts/outside-text.ts";

/** Checks that everyone with a token passes, whatever the role. */
const ANYONE = new Set(["", "@", "rule:default", "role:member", "role:_member_", "role:reader"]);

export const tasksApiOpen = defineRule({
  id: "security/tasks-api-open",
  title: "The policy opens the old tasks API to users",
  severity: "medium",
  part: "c",
  problem: "insecure",
  needs: ["policy"],
  messages: {
    open: "tasks_api_access is {value}: users may run import tasks, which fetch addresses of their choice from the API node",
  },
  why: "A task of type import makes glance-api open the address that it is given. Its checks are older than those of the import API, and requests to internal hosts are possible by redirects (bug 2152110, not mended in 2025.1). The default lets administrators only; users import through the import API, which needs no access to tasks.",
  wrong: 'tasks_api_access: "role:member"',
  right: "# no line: the default is rule:context_is_admin",
  remedy: "take the line out of the policy file",
  silentWhen: [
    "the policy has no such line",
    "the check names administrators or a role of the operator's own, or denies all",
  ],
  sources: [
    "openstack/glance glance/policies/tasks.py tasks_api_access",
    "openstack/glance glance/async_/flows/base_import.py",
  ],
  *check({ policy }) {
    for (const { name, value, at } of policy) {
      if (name !== "tasks_api_access" || !isOpen(value)) continue;
      yield {
        message: "open",
        option: "policy tasks_api_access",
        at,
        data: { value: value === "" ? "empty" : plainName(value, "wider than the default") },
      };
    }
  },
});

/** One alternative that anyone passes is enough. */
function isOpen(check: string): boolean {
  return check
    .split(/\s+or\s+/i)
    .some((alternative) => ANYONE.has(alternative.replace(/^[\s(]+|[\s)]+$/g, "").toLowerCase()));
}
