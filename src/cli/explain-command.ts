/** explain: a rule by its id, else an option by its name. */
import { loadRules } from "../check/load-rules.ts";
import { GlancewrightError } from "../errors.ts";
import { explainOption } from "../options/explain.ts";
import { renderExplanation } from "../options/explain-text.ts";
import { rulePage } from "../present/rule-page.ts";
import type { Terminal } from "./command-line.ts";

export async function explainCommand(query: string, terminal: Terminal): Promise<void> {
  const rule = query.includes("/") ? (await loadRules()).find(({ id }) => id === query) : undefined;
  if (rule) {
    terminal.out(rulePage(rule));
    return;
  }
  const explanation = explainOption(query);
  if (!explanation)
    throw new GlancewrightError("explain.unknown", {
      expected: "a rule id such as cow-boot/qcow2-on-rbd, or an option such as show_image_direct_url",
      got: query,
      next: "glancewright rules list shows all rules.",
    });
  terminal.out(renderExplanation(explanation));
}
