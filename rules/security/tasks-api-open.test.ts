import { testRule } from "../../src/check/test-rule.ts";
import { tasksApiOpen } from "./tasks-api-open.ts";

const policy = (check: string): string =>
  `"get_image": ""\n"tasks_api_access": "${check}"\n"publicize_image": "role:admin"\n`;
const option = "policy tasks_api_access";

testRule(tasksApiOpen, {
  silent: [
    { name: "the default is written out", given: { "policy.yaml": policy("rule:context_is_admin") } },
    { name: "it is denied to all", given: { "policy.yaml": policy("!") } },
    { name: "a role of the operator's own", given: { "policy.yaml": policy("role:admin or role:image_builder") } },
    { name: "members of one project with a role", given: { "policy.yaml": policy("role:member and project_id:abc") } },
    { name: "it is not in the file", given: { "policy.yaml": '"get_image": ""\n"copy_image": "role:member"\n' } },
  ],
  reports: [
    {
      name: "every member",
      given: { "policy.yaml": policy("role:admin or role:member") },
      expect: [{ option, problem: "insecure", severity: "medium", file: "policy.yaml", line: 2 }],
    },
    { name: "everyone", given: { "policy.yaml": policy("") }, expect: [{ option, line: 2 }] },
  ],
  unchecked: [{ name: "no policy was given", given: { "glance-api.conf": "[DEFAULT]\n" }, needs: ["policy.yaml"] }],
});
