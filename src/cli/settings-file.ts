/** The bot's settings as this machine has them: environment, and glancewright.ini where there is one. */
import { readFileSync } from "node:fs";
import { GlancewrightError } from "../errors.ts";
import { readSettings } from "../settings/read-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { stateFolder } from "./state-folder.ts";

/** `GLANCEWRIGHT_SETTINGS` names the file; without it ./glancewright.ini is read if it is there. */
export function settingsHere(environment: NodeJS.ProcessEnv = process.env): Settings {
  const named = environment["GLANCEWRIGHT_SETTINGS"] || null;
  return readSettings(environment, textOf(named ?? "glancewright.ini", named !== null), stateFolder(environment));
}

function textOf(path: string, named: boolean): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "no such file";
    if (!named && code === "ENOENT") return null;
    throw new GlancewrightError(
      "settings.unreadable",
      { expected: `the settings file ${path}`, got: code, next: "Check GLANCEWRIGHT_SETTINGS and permissions." },
      { cause },
    );
  }
}
