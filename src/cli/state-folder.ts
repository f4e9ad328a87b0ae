/** Where this user's cases, answers and spending are kept between commands. */
import { homedir } from "node:os";
import { join } from "node:path";

/** `GLANCEWRIGHT_STATE`, else the XDG state directory. */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment["GLANCEWRIGHT_STATE"];
  if (own) return own;
  const state = environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(state, "glancewright");
}
